import { expect, payWith, test } from "@till/testing/vitest";
import { checkout } from "../src/checkout.ts";

test("a second attempt pays the order that the first one left open", async ({ till }) => {
  const asha = till.customer("asha");
  const source = payWith("sim:insufficient_funds>succeeded");
  expect(await checkout(asha, 1, 1, source)).toMatchObject({ outcome: "declined", orderId: 1 });
  expect((await asha.orders.pay.mutate({ id: 1, source })).order).toBePaid();
});

test("an answer that is lost on the way is asked for again, and nothing is ordered twice", async ({ till }) => {
  const asha = till.customer("asha");
  await till.faults.arm({ procedure: "orders.create", fault: "lost_after" });
  await till.faults.arm({ procedure: "orders.pay", fault: "lost_after" });
  expect(await checkout(asha, 1, 1, payWith("pm_card_visa"))).toEqual({ outcome: "paid", orderId: 1 });
  expect((await asha.orders.list.query({})).items).toMatchObject([{ id: 1, payments: [{ status: "SUCCEEDED" }] }]);
});

test("an order that nobody pays is cancelled in time", async ({ till }) => {
  const asha = till.customer("asha");
  await till.clock.freeze();
  await checkout(asha, 1, 1, payWith("pm_card_visa_chargeDeclined"));
  await till.clock.advance({ minutes: 30 });
  expect(await asha.orders.get.query({ id: 1 })).toMatchObject({ status: "CANCELLED" });
  await expect(asha.orders.pay.mutate({ id: 1 })).toBeRefused("ORDER_NOT_PENDING");
});
