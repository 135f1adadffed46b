import { expect, test } from "vitest";
import { openWorld } from "../src/test-world.ts";
import { startTogether } from "../src/test-database.ts";
import * as shop from "./shop.ts";

test("a mail server that is down fails no payment and loses no email", async () => {
  const { world, emails, mailServer, placeOrder } = await openWorld(shop);
  const orderId = await placeOrder();
  mailServer.isDown = true;
  expect(await shop.pay(world, { orderId })).toMatchObject({ status: "SUCCEEDED" });
  await world.minutePasses();
  mailServer.isDown = false;
  await world.minutePasses();
  await world.minutePasses();
  expect(emails).toEqual([{ to: "asha@example.com", text: `Your order #${orderId} is paid.` }]);
});

test("two sweeps at once send one email", async () => {
  const { world, emails, placeOrder } = await openWorld(shop);
  await shop.pay(world, { orderId: await placeOrder() });
  await Promise.all(startTogether(world.db, 2).map((db) => shop.sweep({ ...world, db })));
  expect(emails).toHaveLength(1);
});
