import type { AdvancedClock } from "@till/contracts";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type Frozen, expectCleanAudit, frozenTill, pay, startAtNoon } from "./frozen-till.ts";
import type { Till } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startAtNoon();
});
afterAll(() => till.stop());

const typesOf = async ({ api }: Frozen, id: number) =>
  (await api.orders.timeline.query({ id })).map(({ type }) => type).filter((type) => !type.startsWith("message."));

const messagesOf = async ({ staff }: Frozen, orderId: number) =>
  (await staff.notifications.list.query({ orderId })).items.flatMap(({ text }) => text ?? []).toSorted();

test("a late success pays an order that still waits: the customer is told of the decline, and then that it is paid", async () => {
  const frozen = await frozenTill(till);
  const id = await frozen.order();
  expect(await pay(frozen, id, "sim:insufficient_funds~succeeded")).toBe("PAYMENT_DECLINED");
  expect(await frozen.api.orders.get.query({ id })).toMatchObject({ status: "PENDING", actions: ["pay", "cancel"] });
  const { happened } = await frozen.advance({ minutes: 2 });
  expect(happened.filter(({ type }) => type === "order.paid").map(({ at }) => at)).toEqual([
    "2026-05-01T12:01:00.000Z",
  ]);
  const { status, payments } = await frozen.api.orders.get.query({ id });
  expect({ status, payments }).toMatchObject({
    status: "PAID",
    payments: [{ status: "SUCCEEDED", declineCode: null, settledAt: "2026-05-01T12:01:00.000Z" }],
  });
  expect(await typesOf(frozen, id)).toEqual(["order.created", "payment.failed", "order.paid"]);
  expect(await messagesOf(frozen, id)).toHaveLength(4);
});

const ofMoneyBack = ({ happened }: AdvancedClock) =>
  happened.map(({ type }) => type).filter((type) => /^(refund\.|payment\.returned)/.test(type));

test.each([
  ["cancelled by its customer", ({ api }: Frozen, id: number) => api.orders.cancel.mutate({ id }), "CANCELLED"],
  ["paid by another attempt", (frozen: Frozen, id: number) => pay(frozen, id, "pm_card_visa"), "PAID"],
  [
    "paid by another attempt and refunded",
    async (frozen: Frozen, id: number) => {
      await pay(frozen, id, "pm_card_visa");
      await frozen.staff.orders.refund.mutate({ id });
    },
    "REFUNDED",
  ],
])("when the order was %s, late money goes back once, and all are told", async (_how, meanwhile, status) => {
  const frozen = await frozenTill(till);
  const id = await frozen.order();
  await pay(frozen, id, "sim:lost_card~succeeded^refund_failed=2");
  await meanwhile(frozen, id);
  const before = await frozen.api.orders.get.query({ id });
  const first = await frozen.advance({ minutes: 1 });
  expect(ofMoneyBack(first)).toEqual(["refund.requested"]);
  const returned = await frozen.api.orders.get.query({ id });
  expect(returned).toMatchObject({ status, refundedAmount: before.refundedAmount });
  const late = returned.payments.find(({ declineCode }) => declineCode === "lost_card");
  const refund = returned.refunds.find(({ paymentId }) => paymentId === late?.id);
  expect(refund).toMatchObject({ amount: late?.amount, settledAt: null, reason: "The payment came through late." });
  const then = await frozen.advance({ hours: 1 });
  expect(ofMoneyBack(then)).toEqual(["payment.returned"]);
  const settled = (await frozen.api.orders.get.query({ id })).refunds;
  expect(settled.map(({ settledAt }) => settledAt === null)).toEqual(settled.map(() => false));
  expect(settled.filter(({ paymentId }) => paymentId === late?.id)).toHaveLength(1);
  const timeline = await frozen.api.orders.timeline.query({ id });
  expect(timeline.find(({ type }) => type === "payment.returned")).toMatchObject({
    text: expect.stringContaining("came through late, after it had failed"),
    amount: late?.amount,
    payment: { id: late?.id, status: "FAILED" },
  });
  expect((await messagesOf(frozen, id)).filter((text) => text.includes("goes back to you"))).toHaveLength(2);
  await expectCleanAudit(frozen);
});

test("a late success waits while another attempt is open, and what becomes of that decides", async () => {
  const logged = vi.spyOn(console, "error");
  onTestFinished(() => logged.mockRestore());
  const frozen = await frozenTill(till);
  const [confirmed, rejected] = [await frozen.order(), await frozen.order()];
  for (const [id, outcome] of [
    [confirmed, "COMPLETE"],
    [rejected, "REJECT"],
  ] as const) {
    await pay(frozen, id, "sim:lost_card~succeeded");
    await pay(frozen, id, "sim:requires_action");
    await frozen.advance({ minutes: 5 });
    const open = await frozen.api.orders.get.query({ id });
    expect(open).toMatchObject({ status: "PENDING", payments: [{ status: "FAILED" }, { status: "REQUIRES_ACTION" }] });
    await frozen.api.orders.confirm.mutate({ id, paymentId: open.payments[1]?.id ?? "", outcome });
  }
  await frozen.advance({ minutes: 15 });
  expect(await frozen.api.orders.get.query({ id: confirmed })).toMatchObject({
    status: "PAID",
    payments: [{ status: "FAILED" }, { status: "SUCCEEDED" }],
    refunds: [{ amount: expect.any(Number) }],
  });
  expect(await frozen.api.orders.get.query({ id: rejected })).toMatchObject({
    status: "PAID",
    payments: [{ status: "SUCCEEDED" }, { status: "FAILED" }],
    refunds: [],
  });
  // To wait is no fault.
  expect(logged).not.toHaveBeenCalled();
});

test("a receipt shows the refunds of its payment, and not those of a late one", async () => {
  const frozen = await frozenTill(till);
  const id = await frozen.order();
  await pay(frozen, id, "sim:lost_card~succeeded");
  await pay(frozen, id, "pm_card_visa");
  await frozen.advance({ minutes: 2 });
  const { receiptUrl, refunds } = await frozen.api.orders.get.query({ id });
  expect(refunds).toHaveLength(1);
  const { pathname } = new URL(receiptUrl ?? "");
  const page = await (await till.request(pathname)).text();
  expect(page).toContain(`#${id}`);
  expect(page).not.toContain("The payment came through late.");
});

test("a refund that the gateway does not take is tried again, a minute later and then two, and told once", async () => {
  const frozen = await frozenTill(till);
  const id = await frozen.order();
  await pay(frozen, id, "sim:succeeded^refund_failed=2");
  const { refund } = await frozen.staff.orders.refund.mutate({ id, amount: 100 });
  expect(refund.settledAt).toBeNull();
  const settledAt = async () => (await frozen.api.orders.get.query({ id })).refunds[0]?.settledAt;
  await frozen.advance({ minutes: 2 });
  expect(await settledAt()).toBeNull();
  await frozen.advance({ minutes: 2 });
  expect(await settledAt()).toBe("2026-05-01T12:03:00.000Z");
  await frozen.advance({ days: 1 });
  expect((await messagesOf(frozen, id)).filter((text) => text.includes("refunded"))).toHaveLength(2);
  const all = await frozen.staff.orders.refund.mutate({ id });
  expect(all.order).toMatchObject({
    status: "PAID",
    refundedAmount: 100,
    refunds: [{ amount: 100 }, { settledAt: null }],
  });
  await frozen.advance({ minutes: 4 });
  expect(await frozen.api.orders.get.query({ id })).toMatchObject({ status: "REFUNDED", pendingRefundAmount: 0 });
});

test("a month after some refunds took one call: each is told when the gateway took it, and nothing else fell due", async () => {
  const frozen = await frozenTill(till);
  const expected: unknown[] = [];
  for (const [failures, time] of [
    [1, "12:01"],
    [5, "12:30"],
    [9, "13:30"],
  ] as const) {
    const orderId = await frozen.order();
    await pay(frozen, orderId, `sim:succeeded^refund_failed=${failures}`);
    await frozen.staff.orders.refund.mutate({ id: orderId, amount: 100 });
    const at = `2026-05-01T${time}:00.000Z`;
    expected.push(...["order.refunded", "message.sent", "message.sent"].map((type) => ({ at, type, orderId })));
  }
  await till.settled();
  const { happened, now } = await frozen.advance({ days: 30 });
  expect(happened.map(({ id: _id, ...what }) => what)).toEqual(expected);
  expect(now).toBe("2026-05-31T12:00:00.000Z");
});

test("other refunds are settled as they are made", async () => {
  const frozen = await frozenTill(till);
  const id = await frozen.order();
  await pay(frozen, id, "sim:succeeded");
  const { refund } = await frozen.staff.orders.refund.mutate({ id });
  expect(refund.settledAt).toBe("2026-05-01T12:00:00.000Z");
});
