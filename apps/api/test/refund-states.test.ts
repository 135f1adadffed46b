import { limits } from "@till/contracts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { expectCleanAudit, frozenTill, pay, startAtNoon } from "./frozen-till.ts";
import { refusalOf } from "./refusals.ts";
import { createRemoteGateway } from "./remote-gateway.ts";
import { type Till, somebody, startTill } from "./till.ts";

const bank = createRemoteGateway();
let till: Till;
let tills: Till;
beforeAll(async () => {
  [till, tills] = await Promise.all([startTill({ gateway: bank.gateway }), startAtNoon()]);
});
beforeEach(() => {
  bank.network.answersToLose = 0;
  bank.network.refusal = null;
});
afterAll(async () => {
  expect((await auditAll(till)).differences).toEqual([]);
  await Promise.all([till.stop(), tills.stop()]);
});

/** An order over ₹100.00 that was paid at the bank. */
async function paidOrder() {
  const [api, staff] = [till.as(somebody()), till.as(somebody("staff"))];
  const items = [{ productId: await till.addProduct({ unitPrice: 10_000, stock: 5 }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  await api.orders.pay.mutate({ id, source: { token: "tok_good" } });
  await till.settled();
  const types = async () => (await api.orders.timeline.query({ id })).map(({ type }) => type).filter(isOfRefund);
  const mails = async () =>
    (await staff.notifications.list.query({ orderId: id, channel: "EMAIL" })).items.map(({ subject }) => subject);
  return { api, staff, id, types, mails, get: () => staff.orders.get.query({ id }) };
}

const isOfRefund = (type: string) => type.startsWith("refund.") || type === "order.refunded";

/** Refunds an order while the bank refuses it, and waits for the answer. */
async function refusedRefund(order: Awaited<ReturnType<typeof paidOrder>>, amount?: number) {
  bank.network.refusal = "The card is closed.";
  const { refund } = await order.staff.orders.refund.mutate({ id: order.id, ...(amount && { amount }) });
  await till.settled();
  bank.network.refusal = null;
  return { id: order.id, refundId: refund.id };
}

test("the order changes and its customer is told when the bank has taken the refund, not when it is asked for", async () => {
  const order = await paidOrder();
  const { id, staff, get, mails } = order;
  bank.network.answersToLose = 1;
  const { refund, order: asked } = await staff.orders.refund.mutate({ id });
  expect(refund).toMatchObject({ status: "PENDING", settledAt: null, failureReason: null });
  expect(asked).toMatchObject({ status: "PAID", refundedAmount: 0, pendingRefundAmount: 10_000 });
  await till.settled();
  expect(await get()).toMatchObject({ status: "PAID", refunds: [{ status: "PENDING" }] });
  expect(await mails()).not.toContain("Order Refunded");

  await till.sweep(new Date(Date.now() + 61_000));
  expect(await get()).toMatchObject({
    status: "REFUNDED",
    refundedAmount: 10_000,
    pendingRefundAmount: 0,
    refunds: [{ status: "SUCCEEDED", settledAt: expect.any(String) }],
  });
  expect(await mails()).toContain("Order Refunded");
  expect(await order.types()).toEqual(["refund.requested", "order.refunded"]);
  expect(bank.refunds.get(refund.id)).toBe(10_000);
});

test("what waits for the bank is held back, so refunds at the same time never give back more than was paid", async () => {
  const { id, staff, get } = await paidOrder();
  bank.network.answersToLose = 100;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => staff.orders.refund.mutate({ id, amount: 3_000 })),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  expect(await refusalOf(staff.orders.refund.mutate({ id, amount: 1_001 }))).toMatchObject({
    code: "REFUND_EXCEEDS_BALANCE",
    message: `Order #${id} has ₹10.00 left to refund. A refund of ₹90.00 waits for the gateway.`,
  });
  await staff.orders.refund.mutate({ id });
  // All is held back: to refund what is left is not to refund nothing.
  expect(await refusalOf(staff.orders.refund.mutate({ id }))).toMatchObject({ details: { left: 0 } });
  await till.settled();
  bank.network.answersToLose = 0;
  expect(await get()).toMatchObject({ status: "PAID", refundedAmount: 0, pendingRefundAmount: 10_000 });
  await till.sweep(new Date(Date.now() + 61_000));
  expect(await get()).toMatchObject({ status: "REFUNDED", refundedAmount: 10_000, pendingRefundAmount: 0 });
});

test("a refund that the bank refuses has failed: nothing is told to the customer, and its amount is free again", async () => {
  const order = await paidOrder();
  const { refundId } = await refusedRefund(order);
  const { api, staff, id, get, mails, types } = order;
  expect(await get()).toMatchObject({
    status: "PAID",
    refundedAmount: 0,
    pendingRefundAmount: 0,
    refunds: [{ id: refundId, status: "FAILED", failureReason: "The card is closed.", settledAt: null }],
  });
  expect(await mails()).toEqual(["Order Confirmed"]);
  expect(await types()).toEqual(["refund.requested", "refund.failed"]);
  const failure = async (by: typeof api) =>
    (await by.orders.timeline.query({ id })).find(({ type }) => type === "refund.failed")?.text;
  // What the bank says is for the shop.
  expect(await failure(staff)).toBe("The refund of ₹100.00 failed: The card is closed.");
  expect(await failure(api)).toBe("The refund of ₹100.00 failed.");
  expect((await api.orders.get.query({ id })).refunds[0]?.failureReason).toBeNull();
  await staff.orders.refund.mutate({ id });
  await till.settled();
  expect(await get()).toMatchObject({ status: "REFUNDED", refunds: [{ status: "FAILED" }, { status: "SUCCEEDED" }] });
});

test("staff try a failed refund again: the bank gets a new key, because it would repeat its answer to the old one", async () => {
  const order = await paidOrder();
  const { id, staff, get } = order;
  const failed = await refusedRefund(order, 4_000);
  expect(await refusalOf(order.api.orders.retryRefund.mutate(failed))).toMatchObject({ code: "FORBIDDEN" });
  const retry = () => staff.orders.retryRefund.mutate({ ...failed, idempotencyKey: "again" });
  expect(await retry()).toMatchObject({
    order: { refundedAmount: 0, pendingRefundAmount: 4_000 },
    refund: { id: failed.refundId, status: "PENDING", failureReason: null },
  });
  await till.settled();
  expect((await retry()).refund.status).toBe("SUCCEEDED");
  expect(await get()).toMatchObject({ status: "PAID", refundedAmount: 4_000, pendingRefundAmount: 0 });
  expect(bank.refunds.get(failed.refundId)).toBe(4_000);
  expect(await order.types()).toEqual(["refund.requested", "refund.failed", "refund.retried", "order.refunded"]);
  expect(await refusalOf(staff.orders.retryRefund.mutate(failed))).toMatchObject({
    code: "REFUND_NOT_FAILED",
    message: `Refund ${failed.refundId} of order #${id} has not failed: the gateway took it.`,
    details: { refundStatus: "SUCCEEDED" },
  });
  expect(await refusalOf(staff.orders.dropRefund.mutate({ id, refundId: "ref_none" }))).toMatchObject({
    message: `Order #${id} has no refund ref_none.`,
  });
});

test("a failed refund is not tried again if its amount was given back otherwise, and staff drop it with a reason", async () => {
  const order = await paidOrder();
  const { id, staff, get } = order;
  const failed = await refusedRefund(order, 4_000);
  await staff.orders.refund.mutate({ id, amount: 7_000 });
  await till.settled();
  expect(await refusalOf(staff.orders.retryRefund.mutate(failed))).toMatchObject({
    code: "REFUND_EXCEEDS_BALANCE",
    details: { left: 3_000 },
  });
  const dropped = await staff.orders.dropRefund.mutate({ ...failed, reason: "Paid back in cash" });
  expect(dropped.refund).toMatchObject({ status: "DROPPED", failureReason: "The card is closed." });
  expect(await refusalOf(staff.orders.retryRefund.mutate(failed))).toMatchObject({ code: "REFUND_NOT_FAILED" });
  expect(await get()).toMatchObject({ status: "PAID", refundedAmount: 7_000, pendingRefundAmount: 0 });
  expect((await staff.orders.timeline.query({ id })).map(({ text }) => text)).toContain(
    "The refund of ₹40.00 was dropped: Paid back in cash",
  );
});

test("a refund fails after the last of so many calls without an answer, and keeps its key for the next", async () => {
  const order = await paidOrder();
  const { id, staff, get } = order;
  bank.network.answersToLose = 2;
  const { refund } = await staff.orders.refund.mutate({ id });
  await till.settled();
  await till.rows("UPDATE refunds SET attempts = ? WHERE id = ?", limits.refundCalls - 1, refund.id);
  await till.sweep(new Date(Date.now() + 61_000));
  const reason = `No clear answer in ${limits.refundCalls} calls. The last one: The connection to the bank was lost.`;
  expect(await get()).toMatchObject({ status: "PAID", refunds: [{ status: "FAILED", failureReason: reason }] });
  // The bank had taken it at the first call, and says so to the same key.
  bank.network.refusal = "A second refund.";
  await staff.orders.retryRefund.mutate({ id, refundId: refund.id });
  await till.settled();
  expect(await get()).toMatchObject({ status: "REFUNDED", refunds: [{ status: "SUCCEEDED" }] });
});

test("a refund that the gateway says it has stays pending, however often it says so", async () => {
  const { id, staff, get } = await paidOrder();
  bank.network.keepsRefunds = true;
  const { refund } = await staff.orders.refund.mutate({ id });
  await till.settled();
  await till.rows("UPDATE refunds SET attempts = ? WHERE id = ?", limits.refundCalls, refund.id);
  await till.sweep(new Date(Date.now() + 61_000));
  bank.network.keepsRefunds = false;
  // An answer that is lost after that is not the last of too many.
  bank.network.answersToLose = 1;
  await till.sweep(new Date(Date.now() + 60 * 60_000));
  expect(await get()).toMatchObject({ pendingRefundAmount: 10_000, refunds: [{ status: "PENDING" }] });
  await till.sweep(new Date(Date.now() + 2 * 60 * 60_000));
  expect(await get()).toMatchObject({ status: "REFUNDED", refunds: [{ status: "SUCCEEDED" }] });
});

test("staff who try again and drop at the same moment do one of them", async () => {
  const order = await paidOrder();
  const failed = await refusedRefund(order);
  const outcomes = await Promise.allSettled([
    ...Array.from({ length: 4 }, () => order.staff.orders.retryRefund.mutate(failed)),
    ...Array.from({ length: 4 }, () => order.staff.orders.dropRefund.mutate(failed)),
  ]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  await till.settled();
  const { pendingRefundAmount, refunds } = await order.get();
  expect(pendingRefundAmount).toBe(0);
  expect(["SUCCEEDED", "DROPPED"]).toContain(refunds[0]?.status);
});

test("a failed refund is announced to webhooks with the refund, and one that is only requested is not", async () => {
  const order = await paidOrder();
  const { staff, id } = order;
  const { endpoints, deliveries } = staff.webhooks;
  const url = `https://${crypto.randomUUID()}.example/`;
  const { id: endpointId } = await endpoints.create.mutate({ url, eventTypes: ["refund.failed", "order.refunded"] });
  await refusedRefund(order, 100);
  const { items } = await deliveries.list.query({ endpointId });
  expect(items.map(({ orderId, eventType }) => [orderId, eventType])).toEqual([[id, "refund.failed"]]);
  expect(JSON.parse(items[0]?.payload ?? "null")).toMatchObject({
    type: "refund.failed",
    data: { order: { refundedAmount: 0 }, refund: { status: "FAILED", failureReason: "The card is closed." } },
  });
  await endpoints.delete.mutate({ id: endpointId });
});

test("a scenario has a refund refused once: the clock shows it, and the next try by staff goes through", async () => {
  const frozen = await frozenTill(tills);
  const { api, staff } = frozen;
  const id = await frozen.order();
  await pay(frozen, id, "sim:succeeded^refund_refused");
  const { refund } = await staff.orders.refund.mutate({ id });
  const { happened } = await frozen.advance({ minutes: 1 });
  await tills.settled();
  expect(await api.orders.get.query({ id })).toMatchObject({ status: "PAID", refunds: [{ status: "FAILED" }] });
  expect(happened.filter(({ orderId }) => orderId === id).length).toBeLessThanOrEqual(1);
  await staff.orders.retryRefund.mutate({ id, refundId: refund.id });
  await tills.settled();
  expect(await api.orders.get.query({ id })).toMatchObject({ status: "REFUNDED", refunds: [{ status: "SUCCEEDED" }] });
  await expectCleanAudit(frozen);
});

test("money of a late payment goes back when the gateway takes it, and can fail and be tried again likewise", async () => {
  const frozen = await frozenTill(tills);
  const { api, staff } = frozen;
  const id = await frozen.order();
  await pay(frozen, id, "sim:lost_card~succeeded^refund_refused");
  await api.orders.cancel.mutate({ id });
  const { happened } = await frozen.advance({ minutes: 2 });
  expect(happened.map(({ type }) => type)).toEqual(expect.arrayContaining(["refund.requested", "refund.failed"]));
  const [refund] = (await api.orders.get.query({ id })).refunds;
  expect(refund?.status).toBe("FAILED");
  const mails = async () => (await api.notifications.list.query({ orderId: id })).items.map(({ subject }) => subject);
  expect(await mails()).not.toContain("Payment Returned");
  await staff.orders.retryRefund.mutate({ id, refundId: refund?.id ?? "" });
  await frozen.advance({ minutes: 1 });
  await tills.settled();
  expect(await api.orders.get.query({ id })).toMatchObject({
    status: "CANCELLED",
    refundedAmount: 0,
    pendingRefundAmount: 0,
    refunds: [{ status: "SUCCEEDED" }],
  });
  expect(await mails()).toContain("Payment Returned");
  await expectCleanAudit(frozen);
});

test("a receipt lists only what was refunded", async () => {
  const order = await paidOrder();
  await refusedRefund(order, 4_000);
  await order.staff.orders.refund.mutate({ id: order.id, amount: 1_500 });
  await till.settled();
  const page = await (await till.request(new URL((await order.get()).receiptUrl ?? "").pathname)).text();
  expect(page).toContain("₹15.00");
  expect(page).not.toContain("₹40.00");
});
