import { expect, test } from "vitest";
import { openWorld } from "../src/test-world.ts";
import * as shop from "./shop.ts";

test("the server that ships the parcels hears of a payment, although it was down at first", async () => {
  const { world, receiver, placeOrder, parcelsOf } = await openWorld(shop);
  const orderId = await placeOrder();
  receiver.isDown = true;
  await shop.pay(world, { orderId });
  await world.minutePasses();
  receiver.isDown = false;
  await world.minutePasses();
  expect(parcelsOf(orderId)).toBe("1 parcel was shipped");
});

test("a webhook whose answer was lost comes again, and ships no second parcel", async () => {
  const { world, receiver, placeOrder, parcelsOf } = await openWorld(shop);
  const orderId = await placeOrder();
  receiver.losesAnswers = 1;
  await shop.pay(world, { orderId });
  await world.minutePasses();
  await world.minutePasses();
  expect(receiver.requests).toBe(2);
  expect(parcelsOf(orderId)).toBe("1 parcel was shipped");
});
