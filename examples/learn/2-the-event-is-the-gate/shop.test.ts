import { expect, test } from "vitest";
import { openWorld } from "../src/test-world.ts";
import { startTogether } from "../src/test-database.ts";
import * as shop from "./shop.ts";

test("three calls at once take one payment", async () => {
  const { world, placeOrder, storyOf } = await openWorld(shop);
  const orderId = await placeOrder();
  const answers = await Promise.all(startTogether(world.db, 3).map((db) => shop.pay({ ...world, db }, { orderId })));
  expect(await storyOf(orderId)).toBe("1 payment was taken, and the order is PAID");
  expect(answers.filter((answer) => "refused" in answer)).toHaveLength(2);
});
