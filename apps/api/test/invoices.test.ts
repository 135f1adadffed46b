import type { Order } from "@till/contracts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { rounds } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
/** Each test has a shop of its own, whose first invoice is number 1. */
beforeEach(async () => {
  till = await startTill();
});
afterEach(() => till.stop());

const staff = () => till.as(somebody("staff"));

async function place(paymentMethod: Order["paymentMethod"] = "ONLINE") {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  return { api, order: await api.orders.create.mutate({ items, paymentMethod }) };
}

type Placed = Awaited<ReturnType<typeof place>>;

/** The ways in which an order is paid. */
const ways = [
  async ({ api, order: { id } }: Placed) => (await api.orders.pay.mutate({ id })).order,
  async ({ api, order: { id } }: Placed) => {
    const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
    return (await api.orders.confirm.mutate({ id, paymentId: payment.id, outcome: "COMPLETE" })).order;
  },
  async ({ order: { id } }: Placed) => (await staff().orders.collect.mutate({ id })).order,
] as const;

const payers = rounds(200, 24);

test(`${payers} people pay at once, in every way: their invoices have the numbers 1 to ${payers}`, async () => {
  const placed = await Promise.all(
    Array.from({ length: payers }, (_, index) => place(index % ways.length === 2 ? "COD" : "ONLINE")),
  );
  expect(placed.map(({ order }) => order.invoiceNumber)).toEqual(placed.map(() => null));
  const paid = await Promise.all(placed.map(async (one, index) => ways.at(index % ways.length)?.(one)));
  const numbers = paid.map((order) => order?.invoiceNumber ?? 0).toSorted((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: payers }, (_, index) => index + 1));
  expect((await auditAll(till)).differences).toEqual([]);
});

test("a declined attempt and a cancelled order take no number, a repeat takes no second one, and a refund keeps it", async () => {
  const { api, order } = await place();
  const declined = { id: order.id, source: { token: "pm_card_visa_chargeDeclined" } };
  await expect(api.orders.pay.mutate(declined)).rejects.toThrow("was declined");
  const cancelled = await place();
  await cancelled.api.orders.cancel.mutate({ id: cancelled.order.id });
  const pay = { id: order.id, idempotencyKey: crypto.randomUUID() };
  const { order: paid } = await api.orders.pay.mutate(pay);
  expect(paid.invoiceNumber).toBe(1);
  expect((await api.orders.pay.mutate(pay)).order.invoiceNumber).toBe(1);
  const { order: refunded } = await staff().orders.refund.mutate({ id: order.id });
  expect(refunded).toMatchObject({ status: "REFUNDED", invoiceNumber: 1 });
  const next = await place();
  const { order: nextPaid } = await next.api.orders.pay.mutate({ id: next.order.id });
  expect(nextPaid.invoiceNumber).toBe(2);
});
