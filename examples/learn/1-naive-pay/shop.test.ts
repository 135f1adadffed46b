import { expect, test } from "vitest";
import { openWorld } from "../src/test-world.ts";
import * as shop from "./shop.ts";

test("a payment pays its order", async () => {
  const { world, emails, placeOrder, storyOf } = await openWorld(shop);
  const orderId = await placeOrder();
  expect(await shop.pay(world, { orderId })).toMatchObject({ status: "SUCCEEDED" });
  expect(await storyOf(orderId)).toBe("1 payment was taken, and the order is PAID");
  await world.minutePasses();
  expect(emails).toEqual([{ to: "asha@example.com", text: `Your order #${orderId} is paid.` }]);
});

test("an order that is paid can't be paid again", async () => {
  const { world, placeOrder } = await openWorld(shop);
  const orderId = await placeOrder();
  await shop.pay(world, { orderId });
  expect(await shop.pay(world, { orderId })).toEqual({ refused: `Order #${orderId} can't be paid.` });
});
