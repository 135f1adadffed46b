import {
  type DeclineCode,
  type MaskedSource,
  type Payment,
  declineCodeNames,
  declineCodes,
  eventTypes,
  timelineSchema,
} from "@till/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type EventFacts, type SentMessage, tellTimeline } from "../src/index.ts";
import { now } from "./orders.ts";

const visa: MaskedSource = { type: "card", brand: "visa", last4: "4242" };

const line = (quantity: number) => ({
  productId: quantity,
  sku: `TEA-${quantity}`,
  name: "Tea",
  quantity,
  unitPrice: 10_000,
  discountAmount: 0,
  totalAmount: quantity * 10_000,
});

/** Three pieces of two products, for ₹300.00. */
const order: Parameters<typeof tellTimeline>[0] = {
  id: 42,
  items: [line(1), line(2)],
  totalAmount: 30_000,
  currency: "INR",
  paymentMethod: "ONLINE",
  customerName: "Asha",
};

const attempt = (source: MaskedSource, declineCode: DeclineCode | null = null): Payment => ({
  id: "pay_1",
  orderId: 42,
  amount: 30_000,
  status: declineCode === null ? "SUCCEEDED" : "FAILED",
  method: "ONLINE",
  source,
  declineCode,

  declineMessage: null,
  gatewaySentence: null,
  nextAction: null,
  createdAt: now,
  settledAt: now,
});

const event = (type: EventFacts["type"], more: Partial<EventFacts> = {}): EventFacts => ({
  type,
  at: now,
  actorRole: "customer",
  actorId: "usr_owner",
  reason: null,
  amount: null,
  payment: null,
  ...more,
});

const email: SentMessage = { channel: "EMAIL", recipient: "asha@example.com", sentAt: now };

const textOf = (facts: EventFacts, of = order) => tellTimeline(of, [facts], []).map(({ text }) => text);

/** Each event in each of its forms, and what it says. */
const told: [string, EventFacts][] = [
  ["Order placed: 3 items, ₹300.00, to be paid online.", event("order.created")],
  ["Paid ₹300.00 with a Visa card ending in 4242.", event("order.paid", { payment: attempt(visa) })],
  ["Paid ₹300.00 with cash.", event("order.paid", { actorRole: "staff", payment: attempt({ type: "cash" }) })],
  ["Paid ₹300.00.", event("order.paid")],
  [
    "Payment with UPI failure@razorpay failed. The UPI payment failed. Try again, or pay another way.",
    event("payment.failed", { payment: attempt({ type: "upi", address: "failure@razorpay" }, "payment_failed") }),
  ],
  [
    "Payment with a Visa card ending in 3220 failed. The payment was not confirmed with the bank. Try again, or use another card.",
    event("payment.failed", { payment: attempt({ ...visa, last4: "3220" }, "authentication_failed") }),
  ],
  ["Payment failed.", event("payment.failed")],
  [
    "Payment with a Visa card ending in 3220 waits to be confirmed with the bank.",
    event("payment.action_required", { payment: attempt({ ...visa, last4: "3220" }) }),
  ],
  ["Payment waits to be confirmed with the bank.", event("payment.action_required")],
  [
    "Payment with the test token pm_card_processing is being processed.",
    event("payment.processing", { payment: attempt({ type: "token", token: "pm_card_processing" }) }),
  ],
  ["Payment is being processed.", event("payment.processing")],
  [
    "Payment with the test token sim:lost_card~succeeded came through late, after it had failed. ₹300.00 goes back to the customer.",
    event("payment.returned", {
      amount: 30_000,
      payment: attempt({ type: "token", token: "sim:lost_card~succeeded" }, "lost_card"),
    }),
  ],
  ["Refund of ₹100.00 requested: Broken", event("refund.requested", { amount: 10_000, reason: "Broken" })],
  [
    "Payment with the test token sim:lost_card~succeeded came through late, after it had failed. ₹300.00 is to go back to the customer.",
    event("refund.requested", {
      amount: 30_000,
      payment: attempt({ type: "token", token: "sim:lost_card~succeeded" }, "lost_card"),
    }),
  ],
  ["The refund of ₹100.00 failed: Closed card.", event("refund.failed", { amount: 10_000, reason: "Closed card." })],
  ["The refund of ₹100.00 is tried again.", event("refund.retried", { amount: 10_000 })],
  ["The refund of ₹100.00 was dropped.", event("refund.dropped", { amount: 10_000 })],
  ["Refunded ₹100.00.", event("order.refunded", { actorRole: "staff", amount: 10_000 })],
  [
    "Refunded ₹300.00: Arrived broken",
    event("order.refunded", { actorRole: "staff", amount: 30_000, reason: "Arrived broken" }),
  ],
  ["Cancelled by the customer.", event("order.cancelled")],
  ["Cancelled by the customer: Too late", event("order.cancelled", { reason: "Too late" })],
  ["Cancelled by the shop.", event("order.cancelled", { actorRole: "staff", actorId: "usr_staff" })],
  ["Cancelled by the shop: Lost", event("order.cancelled", { actorRole: "staff", reason: "Lost" })],
  [
    "Cancelled, because it was not paid in time.",
    event("order.cancelled", { actorRole: "system", actorId: "system", reason: "EXPIRED" }),
  ],
];

test.each(told)("%s", (text, facts) => {
  expect(textOf(facts)).toEqual([text]);
});

test("every type of event is told", () => {
  expect(new Set(told.map(([, { type }]) => type))).toEqual(new Set(eventTypes));
});

test.each(declineCodeNames)("an attempt that failed as %s says what the shopper reads of it", (declineCode) => {
  expect(textOf(event("payment.failed", { payment: attempt(visa, declineCode) }))).toEqual([
    `Payment with a Visa card ending in 4242 failed. ${declineCodes[declineCode]}`,
  ]);
});

test("an order of one piece is one item, in its own currency, paid as was chosen", () => {
  const single: typeof order = {
    ...order,
    items: [line(1)],
    totalAmount: 1_050,
    currency: "EUR",
    paymentMethod: "COD",
  };
  expect(textOf(event("order.created"), single)).toEqual([
    "Order placed: 1 item, €10.50, to be paid in cash on delivery.",
  ]);
  expect(textOf(event("order.paid"), single)).toEqual(["Paid €10.50."]);
  expect(textOf(event("order.refunded", { amount: 50 }), single)).toEqual(["Refunded €0.50."]);
});

test("a message that went out is part of the story, as Till's own doing", () => {
  const sms: SentMessage = { channel: "SMS", recipient: "+919900000001", sentAt: now };
  const [first, second] = tellTimeline(order, [], [email, sms]);
  expect(first).toEqual({
    type: "message.sent",
    orderId: 42,
    at: now,
    actor: { role: "system", id: "system" },
    text: "Email sent to asha@example.com.",
    payment: null,
    amount: null,
    reason: null,
    message: { channel: "EMAIL", recipient: "asha@example.com" },
  });
  expect(second).toMatchObject({
    text: "SMS sent to +919900000001.",
    message: { channel: "SMS", recipient: "+919900000001" },
  });
});

test("a message that was given up is part of the story, and why it was", () => {
  const sms = {
    channel: "SMS",
    recipient: "+919900000001",
    failedAt: now,
    error: "No channel for SMS is configured.",
  } as const;
  expect(tellTimeline(order, [], [], [sms])).toMatchObject([
    {
      type: "message.failed",
      at: now,
      text: "SMS to +919900000001 was not sent: No channel for SMS is configured.",
      message: { channel: "SMS", recipient: "+919900000001" },
    },
  ]);
});

test("an event keeps what it was about: who, when, the attempt, the amount and the reason", () => {
  const facts = event("order.refunded", {
    actorRole: "staff",
    actorId: "usr_staff",
    amount: 10_000,
    reason: "Arrived broken",
    payment: attempt(visa),
  });
  expect(tellTimeline(order, [facts], [])).toEqual([
    {
      type: "order.refunded",
      orderId: 42,
      at: now,
      actor: { role: "staff", id: "usr_staff" },
      text: "Refunded ₹100.00: Arrived broken",
      payment: attempt(visa),
      amount: 10_000,
      reason: "Arrived broken",
      message: null,
    },
  ]);
});

test("every story is one by the contract", () => {
  const timeline = tellTimeline(
    order,
    told.map(([, facts]) => facts),
    [email],
  );
  expect(timelineSchema.parse(timeline)).toEqual(timeline);
  expect(timeline).toHaveLength(told.length + 1);
});

const atSecond = (second: number) => `2026-03-01T12:00:0${second}.000Z`;

test("the story is told in the order of time, events and messages together", () => {
  const events = [
    event("order.created", { at: atSecond(0) }),
    event("order.paid", { at: atSecond(2) }),
    event("order.refunded", { at: atSecond(5), amount: 1 }),
  ];
  const messages = [
    { ...email, sentAt: atSecond(6) },
    { ...email, sentAt: atSecond(3) },
  ];
  expect(tellTimeline(order, events, messages).map(({ type }) => type)).toEqual([
    "order.created",
    "order.paid",
    "message.sent",
    "order.refunded",
    "message.sent",
  ]);
});

test("events keep the order in which they were written, even where a clock was behind", () => {
  const events = [event("payment.failed", { at: atSecond(5) }), event("order.cancelled", { at: atSecond(3) })];
  const timeline = tellTimeline(order, events, [{ ...email, sentAt: atSecond(4) }]);
  expect(timeline.map(({ type }) => type)).toEqual(["message.sent", "payment.failed", "order.cancelled"]);
});

test("within a millisecond, what was written first stays first, and a message follows what it is about", () => {
  const times = fc.constantFrom("2026-03-01T12:00:00.000Z", "2026-03-01T12:00:00.001Z", "2026-03-01T12:00:00.002Z");
  fc.assert(
    fc.property(fc.array(times, { maxLength: 12 }), fc.array(times, { maxLength: 12 }), (unsorted, sent) => {
      const happened = unsorted.toSorted();
      const events = happened.map((at, index) => event("order.cancelled", { at, actorId: `event ${index}` }));
      const messages = sent.map((sentAt, index) => ({ ...email, sentAt, recipient: `message ${index}` }));
      const written = [
        ...happened.map((at, index) => ({ at, name: `event ${index}` })),
        ...sent.map((at, index) => ({ at, name: `message ${index}` })),
      ];
      const inOrder = [...new Set(written.map(({ at }) => at))]
        .toSorted()
        .flatMap((time) => written.filter(({ at }) => at === time).map(({ name }) => name));
      const names = tellTimeline(order, events, messages).map(({ actor, message }) => message?.recipient ?? actor.id);
      expect(names).toEqual(inOrder);
    }),
  );
});
