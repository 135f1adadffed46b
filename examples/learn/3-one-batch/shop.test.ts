import { expect, test } from "vitest";
import { openWorld } from "../src/test-world.ts";
import { diesAfter } from "../src/test-database.ts";
import * as shop from "./shop.ts";

test("a Worker that dies while it takes a payment leaves nothing half done", async () => {
  const { world, placeOrder, storyOf } = await openWorld(shop);
  for (const requests of [0, 1, 2, 3]) {
    const orderId = await placeOrder();
    // It dies, or is done by then.
    await Promise.allSettled([shop.pay({ ...world, db: diesAfter(world.db, requests) }, { orderId })]);
    // The customer tries again, and what runs once a minute has run.
    await shop.pay(world, { orderId });
    await world.minutePasses();
    expect(await storyOf(orderId)).toBe("1 payment was taken, and the order is PAID");
  }
});

test("a payment that is refused changes nothing", async () => {
  const { world, placeOrder, storyOf } = await openWorld(shop);
  const orderId = await placeOrder("CANCELLED");
  expect(await shop.pay(world, { orderId })).toEqual({ refused: `Order #${orderId} can't be paid.` });
  expect(await storyOf(orderId)).toBe("0 payments were taken, and the order is CANCELLED");
});
