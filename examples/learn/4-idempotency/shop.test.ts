import { expect, test } from "vitest";
import { openWorld } from "../src/test-world.ts";
import { losesAnswers } from "../src/test-database.ts";
import * as shop from "./shop.ts";

test("a customer whose payment got no answer can ask again", async () => {
  const { world, placeOrder, storyOf } = await openWorld(shop);
  const orderId = await placeOrder();
  const key = "the customer's first click";
  // No answer reaches the customer. What they see is an error.
  await Promise.allSettled([shop.pay({ ...world, db: losesAnswers(world.db, 2) }, { orderId, key })]);
  expect(await shop.pay(world, { orderId, key })).toMatchObject({ status: "SUCCEEDED" });
  expect(await storyOf(orderId)).toBe("1 payment was taken, and the order is PAID");
});

test("a batch that is sent again changes nothing", async () => {
  const { world, placeOrder, storyOf } = await openWorld(shop);
  const orderId = await placeOrder();
  const paid = await shop.pay({ ...world, db: losesAnswers(world.db, 1) }, { orderId });
  expect(paid).toMatchObject({ status: "SUCCEEDED" });
  expect(await storyOf(orderId)).toBe("1 payment was taken, and the order is PAID");
});

test("a key belongs to one request", async () => {
  const { world, placeOrder, storyOf } = await openWorld(shop);
  const [first, second] = [await placeOrder(), await placeOrder()];
  await shop.pay(world, { orderId: first, key: "a" });
  const refused = "The key a was used for another request.";
  expect(await shop.pay(world, { orderId: second, key: "a" })).toEqual({ refused });
  expect(await storyOf(second)).toBe("0 payments were taken, and the order is PENDING");
});
