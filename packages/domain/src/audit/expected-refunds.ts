import { type RefundStatus, refundedDataSchema } from "@till/contracts";
import { type AuditedEvent, readData } from "./audited-event.ts";
import { type OrderDifference, outOfPlace, unreadable } from "./event-faults.ts";
import { type ExpectedOrder, type ExpectedRefund, totalOf } from "./expectation.ts";

/** The types of events that are about a refund. */
type RefundEvent =
  | "order.refunded"
  | "payment.returned"
  | "refund.requested"
  | "refund.failed"
  | "refund.retried"
  | "refund.dropped";

/** What a refund must be for an event about one that exists, and what it is then. */
const steps: Record<Exclude<RefundEvent, "refund.requested">, readonly [from: RefundStatus, to: RefundStatus]> = {
  "order.refunded": ["PENDING", "SUCCEEDED"],
  "payment.returned": ["PENDING", "SUCCEEDED"],
  "refund.failed": ["PENDING", "FAILED"],
  "refund.retried": ["FAILED", "PENDING"],
  "refund.dropped": ["FAILED", "DROPPED"],
};

/** A refund begins, or the one that the event names goes on. */
export function tellRefund(order: ExpectedOrder, event: AuditedEvent, type: RefundEvent): OrderDifference | null {
  const known = order.refunds.find(({ id }) => id === event.refundId);
  if (!known)
    return type === "payment.returned" || event.paymentId !== null ? returnLate(order, event) : refund(order, event);
  if (type === "refund.requested") return outOfPlace(event, "a new refund", known.id);
  const [from, to] = steps[type];
  if (known.status.value !== from) return outOfPlace(event, from, known.status.value);
  if (event.amount !== known.amount) return outOfPlace(event, known.amount, event.amount);
  if (isLate(order, known) !== (event.paymentId !== null)) return outOfPlace(event, known.paymentId, event.paymentId);
  if (type === "refund.retried" && !isLate(order, known) && known.amount > leftOf(order))
    return outOfPlace(event, leftOf(order), known.amount);
  const by = [event];
  known.status = { value: to, by };
  if (type !== "refund.dropped") known.failureReason = { value: type === "refund.failed" ? event.reason : null, by };
  move(order, known, from, event);
  return null;
}

/** Whether a refund gives back money that came late. The order has never had it, so its own figures stay as they are. */
const isLate = ({ attempts }: ExpectedOrder, { paymentId }: ExpectedRefund) =>
  attempts.some(({ id, status }) => id === paymentId && status.value === "FAILED");

const leftOf = (order: ExpectedOrder): number =>
  totalOf(order) - order.refundedAmount.value - order.pendingRefundAmount.value;

/** What the order gave back, and what waits for the gateway, after a refund has another status. */
function move(order: ExpectedOrder, moved: ExpectedRefund, before: RefundStatus | null, event: AuditedEvent): void {
  if (isLate(order, moved)) return;
  const { amount, status } = moved;
  const pending = (status.value === "PENDING" ? amount : 0) - (before === "PENDING" ? amount : 0);
  if (pending !== 0) order.pendingRefundAmount = { value: order.pendingRefundAmount.value + pending, by: [event] };
  if (status.value !== "SUCCEEDED") return;
  const { value, by } = order.refundedAmount;
  order.refundedAmount = { value: value + amount, by: [...by.filter(({ refundId }) => refundId !== null), event] };
  if (order.refundedAmount.value === totalOf(order)) order.status = { value: "REFUNDED", by: [event] };
}

/** The status of a refund that begins with this event. */
const firstStatus = ({ type }: AuditedEvent): RefundStatus | null => {
  if (type === "refund.requested") return "PENDING";
  return type === "order.refunded" || type === "payment.returned" ? "SUCCEEDED" : null;
};

function refund(order: ExpectedOrder, event: AuditedEvent): OrderDifference | null {
  const { refundId: id, amount } = event;
  const status = firstStatus(event);
  if (status === null) return outOfPlace(event, "a refund", id);
  const paid = order.attempts.find((attempt) => attempt.status.value === "SUCCEEDED");
  if (order.status.value !== "PAID" || !paid) return outOfPlace(event, "PAID", order.status.value);
  if (id === null || amount === null) return unreadable(event);
  if (amount > leftOf(order)) return outOfPlace(event, leftOf(order), amount);
  const data = readData(event, refundedDataSchema);
  if (!data) return unreadable(event);
  const restocked = data.restock && order.isHolding.value;
  begin(order, event, { id, paymentId: paid.id, amount, restocked }, status);
  if (restocked) order.isHolding = { value: false, by: [event] };
  return null;
}

/** Money that came through late goes back. */
function returnLate(order: ExpectedOrder, event: AuditedEvent): OrderDifference | null {
  const { paymentId, refundId: id, amount } = event;
  const status = firstStatus(event);
  if (status === null) return outOfPlace(event, "a refund", id);
  if (order.status.value === "PENDING") return outOfPlace(event, "PAID, REFUNDED or CANCELLED", "PENDING");
  const late = order.attempts.find((attempt) => attempt.id === paymentId);
  if (late?.status.value !== "FAILED") return outOfPlace(event, "a payment that failed", paymentId);
  if (id === null || amount === null) return unreadable(event);
  if (amount !== totalOf(order)) return outOfPlace(event, totalOf(order), amount);
  if (order.refunds.some((one) => one.paymentId === late.id)) return outOfPlace(event, "one return", late.id);
  begin(order, event, { id, paymentId: late.id, amount, restocked: false }, status);
  return null;
}

type Made = Pick<ExpectedRefund, "id" | "paymentId" | "amount" | "restocked">;

function begin(order: ExpectedOrder, event: AuditedEvent, made: Made, status: RefundStatus): void {
  const by = [event];
  const begun: ExpectedRefund = {
    ...made,
    reason: event.reason,
    status: { value: status, by },
    failureReason: { value: null, by },
    by: event,
  };
  order.refunds.push(begun);
  move(order, begun, null, event);
}
