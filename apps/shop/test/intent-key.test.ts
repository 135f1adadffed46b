import { expect, test } from "vitest";
import { createIntentKeys } from "../src/checkout/intent-key.ts";

test("the same request keeps its key until it is answered, so that it is done once", () => {
  const keys = createIntentKeys();
  const first = keys.keyFor({ id: 1, source: { token: "pm_card_visa" } });
  expect(keys.keyFor({ id: 1, source: { token: "pm_card_visa" } })).toBe(first);
  keys.answered();
  expect(keys.keyFor({ id: 1, source: { token: "pm_card_visa" } })).not.toBe(first);
});

test("another request is another intent", () => {
  const keys = createIntentKeys();
  expect(keys.keyFor({ id: 1 })).not.toBe(keys.keyFor({ id: 2 }));
});
