import { type Charge, simulator } from "@till/domain";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { gatewayConformance, remoteGatewayConformance } from "./gateway-conformance.ts";
import { refusalOf } from "./refusals.ts";
import { bankCard, bankSentence, createRemoteGateway } from "./remote-gateway.ts";
import { type Till, somebody, startTill } from "./till.ts";

gatewayConformance("simulator", {
  gateway: simulator,
  succeeds: { token: "pm_card_visa" },
  declines: { token: "pm_card_visa_chargeDeclined" },
  secured: { token: "pm_card_threeDSecure2Required" },
  processing: { token: "pm_card_processing" },
  unknown: { token: "pm_card_unknown" },
  customerAnswers: ({ api, orderId, paymentId }, agrees) =>
    api.orders.confirm.mutate({ id: orderId, paymentId, outcome: agrees ? "COMPLETE" : "REJECT" }),
});

/** At a bank that answers at once, and in a full run also at one that takes its time. */
for (const latencyMs of process.env["TILL_TEST_FULL"] === "1" ? [0, 3_000] : [0]) {
  const conforming = createRemoteGateway({ latencyMs });
  remoteGatewayConformance("behind a network", {
    gateway: conforming.gateway,
    succeeds: { token: "tok_good" },
    declines: { token: "tok_bad" },
    secured: { token: "tok_3ds" },
    processing: { token: "tok_slow" },
    unknown: { token: "tok_unknown" },
    customerAnswers: async ({ paymentId }, agrees) => conforming.customerSays(paymentId, agrees),
    tells: { card: { type: "card", ...bankCard }, sentence: bankSentence },
    eventAbout: (paymentId) => conforming.eventOf(paymentId),
    latencyMs,
  });
}

const bank = createRemoteGateway();
let till: Till;
beforeAll(async () => {
  till = await startTill({ gateway: bank.gateway });
});
beforeEach(() => {
  bank.network.answersToLose = 0;
  bank.network.beforeCharge = async () => {};
});
afterAll(async () => {
  expect((await auditAll(till)).differences).toEqual([]);
  await till.stop();
});

async function shopping() {
  const api = till.as(somebody());
  const productId = await till.addProduct({ unitPrice: 4_000, stock: 5 });
  const items = [{ productId, quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const pay = (idempotencyKey?: string) =>
    api.orders.pay.mutate({ id, source: { token: "tok_good" }, ...(idempotencyKey && { idempotencyKey }) });
  return { api, id, productId, pay, get: () => api.orders.get.query({ id }) };
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

test("a remote gateway gets the order, its customer and the page to return them to", async () => {
  const { api, id, pay } = await shopping();
  const charges: Charge[] = [];
  bank.network.beforeCharge = async (_paymentId, charge) => void charges.push(charge);
  const { payment } = await pay();
  const { userId, customer } = await api.orders.get.query({ id });
  expect(charges).toEqual([
    {
      paymentId: payment.id,
      orderId: id,
      till: null,
      customer: { id: userId, ...customer },
      returnUrl: `http://till.test/orders/${id}`,
      amount: 4_000,
      currency: "INR",
      source: { token: "tok_good" },
      now: expect.any(String),
    },
  ]);
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

/** Sends the same request to pay twice, the second time so many minutes later. */
async function payTwice(token: string, minutesLater: number) {
  const { api, id } = await shopping();
  const pay = () => api.orders.pay.mutate({ id, source: { token }, idempotencyKey: "again" });
  const { payment } = await pay();
  till.world.time = new Date(Date.now() + minutesLater * 60_000);
  onTestFinished(() => void (till.world.time = null));
  expect((await pay()).payment).toEqual(payment);
  till.world.time = null;
  return payment.id;
}

test("an attempt is told to the gateway once, when it has been heard or when the gateway may have forgotten its key", async () => {
  const told: string[] = [];
  bank.network.beforeCharge = async (paymentId) => void told.push(paymentId);
  const atTheBank = await payTwice("tok_3ds", 0);
  bank.network.answersToLose = 1;
  const lost = await payTwice("tok_good", 61);
  expect(told).toEqual([atTheBank, lost]);
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

test("while the customer is at the bank an order is neither cancelled nor expired, and only the bank says the end", async () => {
  const { api, id, get } = await shopping();
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "tok_3ds" } });
  expect(payment).toMatchObject({ status: "PROCESSING", nextAction: { url: `https://bank.example/${payment.id}` } });
  const confirm = api.orders.confirm.mutate({ id, paymentId: payment.id, outcome: "COMPLETE" });
  expect(await refusalOf(confirm)).toMatchObject({
    code: "PAYMENT_NOT_OPEN",
    message: `The payment of order #${id} is confirmed on the page of the bank, and not here. Its nextAction has the address.`,
  });
  expect(await refusalOf(api.orders.cancel.mutate({ id }))).toMatchObject({
    code: "PAYMENT_IN_PROGRESS",
    message: `A payment of order #${id} waits to be confirmed with the bank. Confirm or reject it, or pay with another card.`,
  });
  await till.sweep(new Date(Date.now() + 29 * 60_000));
  expect(await get()).toMatchObject({ status: "PENDING", payments: [{ status: "PROCESSING" }] });
  bank.customerSays(payment.id, true);
  await till.sweep(new Date(Date.now() + 40 * 60_000));
  expect(await get()).toMatchObject({ status: "PAID", payments: [{ status: "SUCCEEDED" }] });
});

test("a customer who has left the page of their bank holds no stock after the time to pay", async () => {
  const { api, id, productId, get } = await shopping();
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "tok_3ds" } });
  // The answer to the first call to cancel is lost.
  bank.network.beforeAnswer = async (call) => void (call === "cancel" && (bank.network.answersToLose = 1));
  await till.sweep(new Date(Date.now() + 31 * 60_000));
  bank.network.beforeAnswer = async () => {};
  expect(await get()).toMatchObject({ status: "PENDING" });
  await till.sweep(new Date(Date.now() + 35 * 60_000));
  await till.sweep(new Date(Date.now() + 36 * 60_000));
  expect(await get()).toMatchObject({
    status: "CANCELLED",
    cancelCause: "EXPIRED",
    payments: [{ status: "FAILED", declineCode: "cancelled" }],
  });
  expect(await till.rows("SELECT stock FROM products WHERE id = ?", productId)).toEqual([{ stock: 5 }]);
  bank.customerSays(payment.id, true);
  expect(bank.charges.get(payment.id)?.answer.status).toBe("FAILED");
});

test("a customer who pays at the last moment has time at the page of their bank", async () => {
  const { api, id, get } = await shopping();
  const placedAt = Date.now();
  const at = (minutes: number) => new Date(placedAt + minutes * 60_000);
  onTestFinished(() => void (till.world.time = null));
  till.world.time = at(29);
  await api.orders.pay.mutate({ id, source: { token: "tok_3ds" } });
  await till.sweep(at(43));
  expect(await get()).toMatchObject({ payments: [{ status: "PROCESSING" }] });
  await till.sweep(at(45));
  expect(await get()).toMatchObject({ payments: [{ status: "FAILED" }] });
});

test("the same key answers the same, even if the gateway gives another reference each time", async () => {
  const { pay } = await shopping();
  const payments = (await Promise.all([pay("k"), pay("k"), pay("k")])).map(({ payment }) => payment.status);
  expect(payments).toEqual(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
});

test("a refund that was told twice at once stays settled when one of the calls failed", async () => {
  const { id, pay } = await shopping();
  await pay();
  bank.network.answersToLose = 1;
  await till.as(somebody("staff")).orders.refund.mutate({ id });
  const later = new Date(Date.now() + 61_000);
  await Promise.all([till.settled(), till.sweep(later)]);
  bank.network.answersToLose = 1;
  await Promise.allSettled([
    till.sweep(new Date(later.getTime() + 61_000)),
    till.sweep(new Date(later.getTime() + 61_000)),
  ]);
  await till.sweep(new Date(later.getTime() + 200_000));
  expect(await till.rows("SELECT id FROM refunds WHERE order_id = ? AND settled_at IS NULL", id)).toEqual([]);
});
