import { simulator } from "@till/domain";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { gatewayConformance } from "./gateway-conformance.ts";
import { createRemoteGateway } from "./remote-gateway.ts";
import { type Till, somebody, startTill } from "./till.ts";

gatewayConformance("simulator", {
  gateway: simulator,
  succeeds: { token: "pm_card_visa" },
  declines: { token: "pm_card_visa_chargeDeclined" },
  requiresAction: { token: "pm_card_threeDSecure2Required" },
  processing: { token: "pm_card_processing" },
  unknown: { token: "pm_card_unknown" },
});

gatewayConformance("behind a network", {
  gateway: createRemoteGateway().gateway,
  succeeds: { token: "tok_good" },
  declines: { token: "tok_bad" },
  requiresAction: { token: "tok_3ds" },
  processing: { token: "tok_slow" },
  unknown: { token: "tok_unknown" },
});

const bank = createRemoteGateway();
let till: Till;
beforeAll(async () => {
  till = await startTill({ gateway: bank.gateway });
});
beforeEach(() => {
  bank.network.answersToLose = 0;
  bank.network.beforeCharge = async () => {};
});
afterAll(() => till.stop());

async function shopping() {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct({ unitPrice: 4_000 }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const pay = (idempotencyKey?: string) =>
    api.orders.pay.mutate({ id, source: { token: "tok_good" }, ...(idempotencyKey && { idempotencyKey }) });
  return { api, id, pay, get: () => api.orders.get.query({ id }) };
}

test("an attempt is recorded before a remote gateway could move money", async () => {
  const { pay } = await shopping();
  const recorded: unknown[] = [];
  bank.network.beforeCharge = async (paymentId) => {
    recorded.push(...(await till.rows("SELECT status FROM payments WHERE id = ?", paymentId)));
  };
  await pay();
  expect(recorded).toEqual([{ status: "PROCESSING" }]);
});

test("an answer that was lost leaves the attempt open; the sweep asks, and the order is charged once", async () => {
  const { pay, get } = await shopping();
  const before = bank.charges.size;
  bank.network.answersToLose = 1;
  expect(await pay("once")).toMatchObject({ order: { status: "PENDING" }, payment: { status: "PROCESSING" } });
  expect(await get()).toMatchObject({ status: "PENDING", actions: [] });
  await till.sweep(new Date(Date.now() + 61_000));
  expect(await get()).toMatchObject({ status: "PAID", payments: [{ status: "SUCCEEDED" }] });
  expect((await pay("once")).order.status).toBe("PAID");
  expect(bank.charges.size).toBe(before + 1);
});

test("a request that is repeated while its attempt is open asks the gateway again, and is charged once", async () => {
  const { pay } = await shopping();
  const before = bank.charges.size;
  bank.network.answersToLose = 2;
  await pay("again");
  await pay("again");
  expect(await pay("again")).toMatchObject({ order: { status: "PAID" }, payment: { status: "SUCCEEDED" } });
  expect(bank.charges.size).toBe(before + 1);
});

test("a refund that the gateway did not take is told again until it has, once", async () => {
  const { id, pay } = await shopping();
  await pay();
  bank.network.answersToLose = 1;
  const { refund } = await till.as(somebody("staff")).orders.refund.mutate({ id, amount: 1_500 });
  await till.settled();
  const open = () => till.rows("SELECT id FROM refunds WHERE order_id = ? AND settled_at IS NULL", id);
  expect(await open()).toEqual([{ id: refund.id }]);
  await till.sweep(new Date(Date.now() + 61_000));
  expect(await open()).toEqual([]);
  expect(bank.refunds.get(refund.id)).toBe(1_500);
});
