import { expect, test } from "@till/testing/vitest";
import { checkout } from "../src/checkout.ts";

const visa = { token: "pm_card_visa" };

test("a card that works pays the order, and the shop's server hears of it", async ({ till }) => {
  const webhooks = await till.webhooks.receive();
  expect(await checkout(till.customer("asha"), 1, 1, visa)).toEqual({ outcome: "paid", orderId: 1 });
  const { data } = await webhooks.next("order.paid");
  expect(data.order).toMatchObject({ id: 1, status: "PAID" });
  await expect(till).toBalance();
});

test("a declined card leaves the order open, with a sentence for the customer", async ({ till }) => {
  const asha = till.customer("asha");
  const declined = await checkout(asha, 1, 1, { token: "pm_card_visa_chargeDeclinedInsufficientFunds" });
  expect(declined).toMatchObject({ outcome: "declined", message: expect.stringContaining("enough funds") });
  expect(await asha.orders.get.query({ id: 1 })).not.toBePaid();
});

test("3-D Secure sends the customer to a page of their bank", async ({ till }) => {
  const waits = await checkout(till.customer("asha"), 1, 1, { token: "pm_card_threeDSecure2Required" });
  expect(waits).toMatchObject({ outcome: "confirm", url: expect.stringContaining(till.url) });
});

test("the last pieces are sold once", async ({ till }) => {
  const { items } = await till.staff().products.list.query({});
  const counted = items.find(({ stock }) => stock !== null && stock > 0 && stock < 100);
  if (!counted?.stock) throw new Error("The demo shop has no counted product.");
  expect(await checkout(till.customer("asha"), counted.id, counted.stock, visa)).toMatchObject({ outcome: "paid" });
  expect(await checkout(till.customer("ben"), counted.id, 1, visa)).toMatchObject({ outcome: "sold out" });
});

test("an order that nobody pays is cancelled in time", async ({ till }) => {
  const asha = till.customer("asha");
  await till.clock.freeze();
  await checkout(asha, 1, 1, { token: "pm_card_visa_chargeDeclined" });
  await till.clock.advance({ minutes: 30 });
  expect(await asha.orders.get.query({ id: 1 })).toMatchObject({ status: "CANCELLED" });
  const pay = asha.orders.pay.mutate({ id: 1 });
  await expect(pay).toBeRefused("ORDER_NOT_PENDING");
});

test("both ways of a refund are tried from one paid order", async ({ till }) => {
  await checkout(till.customer("asha"), 1, 1, visa);
  const other = await till.fork();
  const whole = await till.staff().orders.refund.mutate({ id: 1 });
  expect(whole.order.status).toBe("REFUNDED");
  const part = await other.staff().orders.refund.mutate({ id: 1, amount: 100 });
  expect(part.order).toMatchObject({ status: "PAID", refundedAmount: 100 });
});
