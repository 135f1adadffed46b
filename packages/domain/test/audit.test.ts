import type { EventType } from "@till/contracts";
import { describe, expect, test } from "vitest";
import { type AuditedOrder, expectedOrder } from "../src/index.ts";

type Event = AuditedOrder["events"][number];

const basket = {
  currency: "INR",
  subtotal: 2_000,
  discount: 100,
  discountCode: "HUNDRED",
  paymentMethod: "ONLINE",
  expiresAt: "2026-03-01T12:30:00.000Z",
  lines: [{ position: 0, productId: 7, sku: "TEA", name: "Tea", quantity: 2, unitPrice: 1_000, discount: 100 }],
};

type Step = readonly [type: EventType, facts?: Partial<Event>];

const created: Step = ["order.created", { data: JSON.stringify(basket) }];
const attempt = (type: EventType, paymentId: string, data: object = {}): Step => [
  type,
  { paymentId, data: JSON.stringify(data) },
];
const declined = attempt("payment.failed", "pay_1", { declineCode: "lost_card" });
const waiting = attempt("payment.action_required", "pay_2");
const processing = attempt("payment.processing", "pay_2");
const paid = attempt("order.paid", "pay_2");
const rejected = attempt("payment.failed", "pay_2", { declineCode: "authentication_failed" });
const cancelled: Step = ["order.cancelled", { reason: "EXPIRED" }];
const refunded = (refundId: string, amount: number, restock = false): Step => [
  "order.refunded",
  { refundId, amount, data: JSON.stringify({ restock }) },
];

const requested = (refundId: string, amount: number): Step => [
  "refund.requested",
  { refundId, amount, data: JSON.stringify({ restock: false }) },
];
const onRefund = (type: EventType, amount: number, facts: Partial<Event> = {}): Step => [
  type,
  { refundId: "ref_1", amount, ...facts },
];

const at = (seq: number) => `2026-03-01T12:0${seq}:00.000Z`;

const eventsOf = (steps: readonly Step[]): Event[] =>
  steps.map(([type, facts], index) => ({
    id: 100 + index,
    orderId: 42,
    seq: index + 1,
    type,
    actorId: "usr_asha",
    at: at(index + 1),
    paymentId: null,
    refundId: null,
    amount: null,
    reason: null,
    data: null,
    ...facts,
  }));

/** What is left of the order, in the words of a person. */
function told(steps: readonly Step[]) {
  const { order, faults } = expectedOrder(eventsOf(steps));
  return {
    status: order?.status.value,
    attempts: order?.attempts.map(({ id, status, declineCode }) => [id, status.value, declineCode.value]),
    refunded: order?.refundedAmount.value,
    pending: order?.pendingRefundAmount.value,
    refunds: order?.refunds.map(({ status, failureReason }) => [status.value, failureReason.value]),
    isHolding: order?.isHolding.value,
    faults: faults.map(({ kind, expected, found }) => [kind, expected, found]),
  };
}

const succeeded = ["SUCCEEDED", null];
const open = { status: "PENDING", attempts: [], refunded: 0, pending: 0, refunds: [], isHolding: true, faults: [] };

describe("given the events of an order, its rows should hold", () => {
  test.each<[name: string, steps: Step[], expected: object]>([
    ["a new order", [created], open],
    ["a declined attempt", [created, declined], { ...open, attempts: [["pay_1", "FAILED", "lost_card"]] }],
    [
      "an attempt that waited and succeeded",
      [created, waiting, paid],
      { ...open, status: "PAID", attempts: [["pay_2", "SUCCEEDED", null]] },
    ],
    [
      "an attempt that waited and was rejected",
      [created, waiting, rejected],
      { ...open, attempts: [["pay_2", "FAILED", "authentication_failed"]] },
    ],
    [
      "a cancellation while an attempt waits",
      [created, waiting, cancelled],
      { ...open, status: "CANCELLED", attempts: [["pay_2", "FAILED", "cancelled"]], isHolding: false },
    ],
    [
      "a part given back",
      [created, paid, refunded("ref_1", 900)],
      { ...open, status: "PAID", attempts: [["pay_2", "SUCCEEDED", null]], refunded: 900, refunds: [succeeded] },
    ],
    [
      "a refund that waits for the gateway",
      [created, paid, requested("ref_1", 900)],
      { ...open, status: "PAID", attempts: [["pay_2", "SUCCEEDED", null]], pending: 900, refunds: [["PENDING", null]] },
    ],
    [
      "a refund of all that fails, is tried again and succeeds",
      [
        created,
        paid,
        requested("ref_1", 1_900),
        onRefund("refund.failed", 1_900, { reason: "No" }),
        onRefund("refund.retried", 1_900),
        onRefund("order.refunded", 1_900),
      ],
      {
        ...open,
        status: "REFUNDED",
        attempts: [["pay_2", "SUCCEEDED", null]],
        refunded: 1_900,
        refunds: [succeeded],
      },
    ],
    [
      "a refund that fails and is dropped",
      [
        created,
        paid,
        requested("ref_1", 900),
        onRefund("refund.failed", 900, { reason: "No" }),
        onRefund("refund.dropped", 900),
      ],
      { ...open, status: "PAID", attempts: [["pay_2", "SUCCEEDED", null]], refunds: [["DROPPED", "No"]] },
    ],
    [
      "late money whose way back fails",
      [
        created,
        declined,
        cancelled,
        ["refund.requested", { refundId: "ref_1", paymentId: "pay_1", amount: 1_900 }],
        onRefund("refund.failed", 1_900, { paymentId: "pay_1", reason: "No" }),
      ],
      {
        ...open,
        status: "CANCELLED",
        attempts: [["pay_1", "FAILED", "lost_card"]],
        refunds: [["FAILED", "No"]],
        isHolding: false,
      },
    ],
    [
      "all given back in two parts, with the items once",
      [created, paid, refunded("ref_1", 900, true), refunded("ref_2", 1_000, true)],
      {
        ...open,
        status: "REFUNDED",
        attempts: [["pay_2", "SUCCEEDED", null]],
        refunded: 1_900,
        refunds: [succeeded, succeeded],
        isHolding: false,
      },
    ],
  ])("%s", (_name, steps, expected) => {
    expect(told(steps)).toEqual(expected);
  });
});

test("only the first refund that puts items back does so", () => {
  const { order } = expectedOrder(
    eventsOf([created, paid, refunded("ref_1", 1), refunded("ref_2", 1, true), refunded("ref_3", 1, true)]),
  );
  expect(order?.refunds.map(({ id, restocked }) => [id, restocked])).toEqual([
    ["ref_1", false],
    ["ref_2", true],
    ["ref_3", false],
  ]);
});

test.each<[name: string, steps: Step[], fault: readonly unknown[]]>([
  ["a second creation", [created, created], ["EVENT_OUT_OF_PLACE", "no second order.created", "order.created"]],
  ["no creation", [paid], ["EVENT_OUT_OF_PLACE", "order.created", "order.paid"]],
  ["a payment after a cancellation", [created, cancelled, paid], ["EVENT_OUT_OF_PLACE", "PENDING", "CANCELLED"]],
  [
    "a second attempt while one is open",
    [created, waiting, declined],
    ["EVENT_OUT_OF_PLACE", "the end of pay_2", "pay_1"],
  ],
  ["an attempt that begins twice", [created, waiting, waiting], ["EVENT_OUT_OF_PLACE", "the end of pay_2", "pay_2"]],
  ["an attempt after its end", [created, declined, declined], ["EVENT_OUT_OF_PLACE", "a new payment", "pay_1"]],
  [
    "a cancellation while money may be moving",
    [created, processing, cancelled],
    ["EVENT_OUT_OF_PLACE", "the end of pay_2", "PROCESSING"],
  ],
  ["a refund before the payment", [created, refunded("ref_1", 1)], ["EVENT_OUT_OF_PLACE", "PAID", "PENDING"]],
  [
    "more requested than is left",
    [created, paid, requested("ref_1", 1_000), requested("ref_2", 901)],
    ["EVENT_OUT_OF_PLACE", 900, 901],
  ],
  [
    "a refund that succeeds after it has failed",
    [created, paid, requested("ref_1", 1), onRefund("refund.failed", 1), onRefund("order.refunded", 1)],
    ["EVENT_OUT_OF_PLACE", "PENDING", "FAILED"],
  ],
  [
    "a refund that comes to another amount than requested",
    [created, paid, requested("ref_1", 1), onRefund("order.refunded", 2)],
    ["EVENT_OUT_OF_PLACE", 1, 2],
  ],
  [
    "a failure of a refund that nobody requested",
    [created, paid, onRefund("refund.failed", 1)],
    ["EVENT_OUT_OF_PLACE", "a refund", "ref_1"],
  ],
  ["more given back than was paid", [created, paid, refunded("ref_1", 1_901)], ["EVENT_OUT_OF_PLACE", 1_900, 1_901]],
  [
    "a decline without a reason",
    [created, attempt("payment.failed", "pay_1")],
    ["EVENT_UNREADABLE", "what payment.failed keeps", "{}"],
  ],
  [
    "a basket that is no JSON",
    [["order.created", { data: "{" }]],
    ["EVENT_UNREADABLE", "what order.created keeps", "{"],
  ],
  ["a gap in the numbers", [created, ["order.cancelled", { seq: 3 }]], ["EVENT_MISSING", 2, 3]],
])("%s is a fault of the events, and changes nothing else", (_name, steps, fault) => {
  const { faults } = told(steps);
  expect(faults).toEqual([fault]);
});
