import { expect, test } from "vitest";
import { openWorld } from "../src/test-world.ts";
import * as shop from "./shop.ts";

test("a card that is declined pays nothing, and the next one can", async () => {
  const { world, gateway, placeOrder, storyOf } = await openWorld(shop);
  const orderId = await placeOrder();
  gateway.declines = 1;
  await shop.pay(world, { orderId });
  expect(await storyOf(orderId)).toBe("0 payments were taken, and the order is PENDING");
  await shop.pay(world, { orderId });
  expect(await storyOf(orderId)).toBe("1 payment was taken, and the order is PAID");
});

test("a charge whose answer was lost is asked for again, and charged once", async () => {
  const { world, gateway, placeOrder, storyOf } = await openWorld(shop);
  const orderId = await placeOrder();
  gateway.losesAnswers = 1;
  expect(await shop.pay(world, { orderId })).toMatchObject({ status: "PROCESSING" });
  await world.minutePasses();
  expect(await storyOf(orderId)).toBe("1 payment was taken, and the order is PAID");
  expect(gateway.charged.size).toBe(1);
});
