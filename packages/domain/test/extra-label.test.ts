import { expect, test } from "vitest";
import { extraLabel } from "../src/index.ts";

test.each([
  [null, undefined, "VAT"],
  [0, undefined, "VAT 0%"],
  [1_900, undefined, "VAT 19%"],
  [725, null, "VAT 7.25%"],
  [1_950, "de-DE", "VAT 19,5\u00A0%"],
  [100_000, "en-IN", "VAT 1,000%"],
])("a tax with the rate %s in the locale %s reads %s", (rate, locale, label) => {
  expect(extraLabel({ name: "VAT", rate }, locale)).toBe(label);
});

test("shipping has no rate", () => {
  expect(extraLabel({ name: "Express delivery" })).toBe("Express delivery");
});

test("a name that has its rate already does not get it twice", () => {
  expect(extraLabel({ name: "VAT 19%", rate: 1_900 })).toBe("VAT 19%");
});
