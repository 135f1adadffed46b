import { limits } from "@till/contracts";
import type { GatewayEvent, MoneyBack, RemoteAnswer } from "@till/domain";
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { auditAll } from "./audit-all.ts";
import { refusalOf } from "./refusals.ts";
import { createRemoteGateway } from "./remote-gateway.ts";
import { type Till, somebody, startTill } from "./till.ts";

const [bank, other] = [createRemoteGateway(), createRemoteGateway({ name: "other" })];
let till: Till;
beforeAll(async () => {
  till = await startTill({ gateway: bank.gateway, withTills: true });
  till.world.formerGateways = [other.gateway];
});
afterAll(async () => {
  expect((await auditAll(till)).differences).toEqual([]);
  await till.stop();
});

/** What the log says at the level of errors. */
let logged: string[] = [];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, "error").mockImplementation((line: string) => void logged.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  bank.network.beforeAnswer = async () => {};
  till.world.bindings = {};
  till.world.fetch = fetch;
});

const path = "/gateway/bank/events";
const send = async (event: RequestInit, to = path) => (await till.request(to, event)).status;

const succeeded: RemoteAnswer = { status: "SUCCEEDED", reference: "bank_later" };
const failed: RemoteAnswer = { status: "FAILED", reference: "bank_later", declineCode: "lost_card" };
const about = (paymentId: string, answer: RemoteAnswer): GatewayEvent => ({
  kind: "payment",
  paymentId,
  till: null,
  answer,
});

async function shopping() {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct({ unitPrice: 4_000 }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const pay = (token: string) => api.orders.pay.mutate({ id, source: { token } });
  return { api, id, pay, get: () => api.orders.get.query({ id }) };
}

test("events have a path for each gateway behind a network, and for POST only", async () => {
  expect(await send(bank.signed({ kind: "other" }))).toBe(200);
  expect(await send(other.signed({ kind: "other" }), "/gateway/other/events")).toBe(200);
  expect(await send(bank.signed({ kind: "other" }), "/gateway/simulator/events")).toBe(404);
  expect(await send(bank.signed({ kind: "other" }), "/gateway/nobody/events")).toBe(404);
  expect((await till.request(path)).status).toBe(405);
});

test("an event is read as it was sent, up to a limit, and counted apart from other requests", async () => {
  const padded = (bytes: number) => {
    const event = bank.signed({ kind: "other" });
    return { ...event, body: String(event.body).padEnd(bytes) };
  };
  // Its signature is no longer right, so it was read.
  expect(await send(padded(limits.gatewayEventBytes))).toBe(400);
  expect(await send(padded(limits.gatewayEventBytes + 1))).toBe(413);
  const counted: string[] = [];
  const limiter = (name: string) => ({ limit: async () => ({ success: counted.push(name) < 2 }) });
  till.world.bindings = { RATE_LIMIT_ADDRESS: limiter("address"), RATE_LIMIT_GATEWAY_ADDRESS: limiter("gateway") };
  const event = bank.signed({ kind: "other" });
  const headers = new Headers(event.headers);
  headers.set("cf-connecting-ip", "192.0.2.1");
  const addressed = { ...event, headers };
  expect([await send(addressed), await send(addressed)]).toEqual([200, 429]);
  expect(counted).toEqual(["gateway", "gateway"]);
});

test("an event that another gateway signed, or that is about another gateway's payment, changes nothing", async () => {
  const { get, pay } = await shopping();
  const { payment } = await pay("tok_3ds");
  expect(await send(other.signed(about(payment.id, succeeded)))).toBe(400);
  expect(await send(other.signed(about(payment.id, succeeded)), "/gateway/other/events")).toBe(200);
  expect(await send(bank.signed(about("pay_nobody", succeeded)))).toBe(200);
  expect((await get()).payments).toMatchObject([{ id: payment.id, settledAt: null }]);
  expect(logged.join()).toMatch(/An event was not the gateway's.*does not have from it.*pay_nobody/s);
});

test("while the database is away the gateway is to repeat its event", async () => {
  const { get, pay } = await shopping();
  const { payment } = await pay("tok_3ds");
  bank.customerSays(payment.id, true);
  till.world.fetch = () => Promise.reject(new TypeError("fetch failed"));
  vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 1_000 });
  onTestFinished(() => void vi.useRealTimers());
  expect(await send(bank.eventOf(payment.id))).toBe(503);
  vi.useRealTimers();
  till.world.fetch = fetch;
  expect(await send(bank.eventOf(payment.id))).toBe(200);
  expect((await get()).status).toBe("PAID");
});

/** What an event says, what the answer to the request says after it, and what the caller hears. */
test.each([
  ["SUCCEEDED", succeeded, "tok_good", "PAID"],
  ["SUCCEEDED", succeeded, "tok_3ds", "PAID"],
  ["SUCCEEDED", succeeded, "tok_bad", "PAID"],
  ["FAILED", failed, "tok_good", "PAID"],
  ["FAILED", failed, "tok_3ds", "lost_card"],
  ["FAILED", failed, "tok_bad", "lost_card"],
] as const)(
  "an event %s comes before the answer: with %o and then %s, the caller hears %s",
  async (_status, answer, token, heard) => {
    const { get, pay } = await shopping();
    bank.network.beforeAnswer = async () => {
      const [{ id } = { id: "" }] = (await get()).payments;
      expect(await send(bank.signed(about(id, answer)))).toBe(200);
    };
    const paid = pay(token);
    const said = heard === "PAID" ? (await paid).order : await refusalOf(paid);
    expect(said).toMatchObject(heard === "PAID" ? { status: "PAID" } : { details: { declineCode: heard } });
    const { status, payments, refunds } = await get();
    expect({ status, refunds }).toEqual({ status: heard === "PAID" ? "PAID" : "PENDING", refunds: [] });
    expect(payments).toHaveLength(1);
  },
);

test("a success after a decline waits while another attempt is open, and goes back if that pays", async () => {
  const { get, pay } = await shopping();
  await refusalOf(pay("tok_bad"));
  const [late] = (await get()).payments;
  const { payment } = await pay("tok_3ds");
  const charge = bank.charges.get(late?.id ?? "");
  if (charge) charge.answer = succeeded;
  expect(await send(bank.eventOf(late?.id ?? ""))).toBe(200);
  expect((await get()).payments).toMatchObject([{ status: "FAILED" }, { status: "PROCESSING" }]);
  bank.customerSays(payment.id, true);
  expect(await send(bank.eventOf(payment.id))).toBe(200);
  await till.sweep(new Date(Date.now() + 5 * 60_000));
  expect(await get()).toMatchObject({
    status: "PAID",
    payments: [{ status: "FAILED" }, { status: "SUCCEEDED" }],
    refunds: [{ paymentId: late?.id, amount: 4_000, status: "SUCCEEDED" }],
  });
});

test("money that comes late goes back by the reference that comes with it, also while another attempt is open", async () => {
  const { get, pay } = await shopping();
  const wishes: MoneyBack[] = [];
  vi.spyOn(bank.gateway, "refund").mockImplementation(async (wish) => {
    wishes.push(wish);
    return { status: "SUCCEEDED" };
  });
  // The call never came to the bank, as far as Till can tell.
  bank.network.beforeCharge = () => Promise.reject(new Error("The connection to the bank was lost."));
  const { payment } = await pay("tok_good");
  bank.network.beforeCharge = async () => {};
  await till.sweep(new Date(Date.now() + 61_000));
  const { payment: open } = await pay("tok_3ds");
  expect(await send(bank.signed(about(payment.id, succeeded)))).toBe(200);
  const kept = () => till.rows("SELECT status, reference FROM payments WHERE id = ?", payment.id);
  expect(await kept()).toEqual([{ status: "FAILED", reference: "bank_later" }]);
  bank.customerSays(open.id, true);
  expect(await send(bank.eventOf(open.id))).toBe(200);
  expect(await send(bank.signed(about(payment.id, { ...succeeded, reference: "bank_even_later" })))).toBe(200);
  await till.settled();
  expect(await get()).toMatchObject({ status: "PAID", refunds: [{ paymentId: payment.id, status: "SUCCEEDED" }] });
  expect(wishes).toMatchObject([{ paymentId: payment.id, reference: "bank_even_later", amount: 4_000 }]);
});

const told = (refundId: string, status: "SUCCEEDED" | "FAILED") =>
  send(bank.signed({ kind: "refund", refundId, till: null, answer: { status, reason: "The account is closed." } }));

/** A paid order with a refund of an amount, whose answer the bank loses. */
async function refunding(amount: number) {
  const { id, pay, get } = await shopping();
  await pay("tok_good");
  const staff = till.as(somebody("staff"));
  bank.network.answersToLose = 1;
  const { refund } = await staff.orders.refund.mutate({ id, amount });
  await till.settled();
  return { id, get, staff, refundId: refund.id };
}

test("an event ends a refund that the gateway did not take at once, and one that has ended well stays", async () => {
  const { get, refundId } = await refunding(1_000);
  expect([await told(refundId, "SUCCEEDED"), await told(refundId, "SUCCEEDED")]).toEqual([200, 200]);
  logged = [];
  expect(await told(refundId, "FAILED")).toBe(200);
  expect(logged.join()).toContain("look at the gateway");
  expect(await get()).toMatchObject({ refundedAmount: 1_000, refunds: [{ status: "SUCCEEDED" }] });
});

test("a refund that counted as failed, and that the gateway has given, succeeds if there is room for it", async () => {
  const { id, get, staff, refundId } = await refunding(1_000);
  expect([await told(refundId, "FAILED"), await told(refundId, "FAILED")]).toEqual([200, 200]);
  expect(await get()).toMatchObject({ pendingRefundAmount: 0, refunds: [{ status: "FAILED" }] });
  expect([await told(refundId, "SUCCEEDED"), await told(refundId, "SUCCEEDED")]).toEqual([200, 200]);
  expect(await get()).toMatchObject({
    refundedAmount: 1_000,
    pendingRefundAmount: 0,
    refunds: [{ status: "SUCCEEDED", failureReason: null }],
  });
  const texts = (await staff.orders.timeline.query({ id })).map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(["The refund of ₹10.00 is tried again.", "Refunded ₹10.00."]));
});

test("a refund that the gateway has given, and staff had given back otherwise, is in the log", async () => {
  const { id, get, staff, refundId } = await refunding(3_000);
  await told(refundId, "FAILED");
  await staff.orders.refund.mutate({ id, amount: 4_000 });
  await till.settled();
  logged = [];
  expect(await told(refundId, "SUCCEEDED")).toBe(200);
  expect(logged.join()).toContain("look at the gateway");
  expect((await get()).refunds.map(({ status }) => status)).toEqual(["FAILED", "SUCCEEDED"]);
});

test("an event finds its till by what the gateway signed, whatever its path says; a till that is gone needs none", async () => {
  const made = await till.as(null).sandbox.tills.create.mutate({});
  const asha = till.withToken(made.people.find(({ id }) => id === "usr_asha")?.token ?? "", made.url);
  const { items } = await asha.products.list.query({ limit: 100 });
  const productId = items.find(({ stock }) => stock === null)?.id ?? 0;
  const order = await asha.orders.create.mutate({ items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE" });
  const { payment } = await asha.orders.pay.mutate({ id: order.id, source: { token: "tok_3ds" } });
  bank.customerSays(payment.id, true);
  const event = bank.eventOf(payment.id);
  expect(await send({ ...event, body: String(event.body).replace(made.id, "default") })).toBe(400);
  expect(await send(event)).toBe(200);
  expect((await asha.orders.get.query({ id: order.id })).status).toBe("PAID");
  expect(await send(event, `/t/${made.id}${path}`)).toBe(200);
  expect(await send(bank.signed({ ...about(payment.id, succeeded), till: "nobody-has-it" }))).toBe(200);
  expect(await send(bank.signed({ ...about(payment.id, succeeded), till: "../default" }))).toBe(200);
  expect(logged.join()).toContain("in a till that is not here");
});
