import {
  type CreatedData,
  type DeclineCode,
  type PaymentStatus,
  attemptDataSchema,
  createdDataSchema,
} from "@till/contracts";
import { type AuditedEvent, readData } from "./audited-event.ts";
import { type OrderDifference, gapsIn, outOfPlace, unreadable } from "./event-faults.ts";
import type { Expectation, ExpectedAttempt, ExpectedOrder } from "./expectation.ts";
import { tellRefund } from "./expected-refunds.ts";

/**
 * Folds the events of an order, in the order of their numbers, into what its rows should hold. It is written apart from
 * the commands, which write the rows in SQL: if the two disagree, one of them is wrong. An event that can't follow the
 * ones before it is reported and changes nothing.
 */
export function expectedOrder(events: readonly AuditedEvent[]): Expectation {
  const [created, ...later] = events;
  if (!created) return { order: null, faults: [] };
  const faults = gapsIn(events);
  if (created.type !== "order.created")
    return { order: null, faults: [...faults, outOfPlace(created, "order.created", created.type)] };
  const basket = readData(created, createdDataSchema);
  if (!basket) return { order: null, faults: [...faults, unreadable(created)] };
  const order = newOrder(created, basket);
  for (const event of later) {
    const fault = apply(order, event);
    order.last = event;
    if (fault) faults.push(fault);
  }
  return { order, faults };
}

function newOrder(created: AuditedEvent, basket: CreatedData): ExpectedOrder {
  const nothing = { value: null, by: [created] };
  return {
    created,
    basket,
    last: created,
    status: { value: "PENDING", by: [created] },
    paidAt: nothing,
    cancelledAt: nothing,
    cancelReason: nothing,
    refundedAmount: { value: 0, by: [created] },
    pendingRefundAmount: { value: 0, by: [created] },
    isHolding: { value: true, by: [created] },
    attempts: [],
    refunds: [],
  };
}

/** Applies an event, or says why it can't have happened. */
function apply(order: ExpectedOrder, event: AuditedEvent): OrderDifference | null {
  switch (event.type) {
    case "order.created":
      return outOfPlace(event, "no second order.created", event.type);
    case "order.paid":
      return tellAttempt(order, event, "SUCCEEDED");
    case "payment.failed":
      return tellAttempt(order, event, "FAILED");
    case "payment.action_required":
      return tellAttempt(order, event, "REQUIRES_ACTION");
    case "payment.processing":
      return tellAttempt(order, event, "PROCESSING");
    case "order.cancelled":
      return cancel(order, event);
    case "order.refunded":
    case "payment.returned":
    case "refund.requested":
    case "refund.failed":
    case "refund.retried":
    case "refund.dropped":
      return tellRefund(order, event, event.type);
  }
}

const isOpen = ({ status }: ExpectedAttempt) => status.value === "REQUIRES_ACTION" || status.value === "PROCESSING";

/** An attempt begins, or the one that is open comes to its end, or one that failed comes through late. */
function tellAttempt(order: ExpectedOrder, event: AuditedEvent, status: PaymentStatus): OrderDifference | null {
  const { paymentId: id } = event;
  if (order.status.value !== "PENDING") return outOfPlace(event, "PENDING", order.status.value);
  if (id === null) return outOfPlace(event, "a payment", null);
  const data = readData(event, attemptDataSchema);
  giveUpReplaced(order, event, data?.replaced);
  const isEnd = status === "SUCCEEDED" || status === "FAILED";
  const open = order.attempts.find(isOpen);
  if (open && (open.id !== id || !isEnd)) return outOfPlace(event, `the end of ${open.id}`, id);
  const known = order.attempts.find((attempt) => attempt.id === id);
  const isLate = status === "SUCCEEDED" && known?.status.value === "FAILED";
  if (!open && known && !isLate) return outOfPlace(event, "a new payment", id);
  const declineCode = status === "FAILED" ? (data?.declineCode ?? null) : null;
  if (status === "FAILED" && declineCode === null) return unreadable(event);
  const by = [event];
  const told = {
    status: { value: status, by },
    declineCode: { value: declineCode, by },
    settledAt: { value: isEnd ? event.at : null, by },
  };
  if (known) Object.assign(known, told);
  else order.attempts.push({ id, createdAt: { value: event.at, by }, ...told });
  if (status !== "SUCCEEDED") return null;
  order.status = { value: "PAID", by };
  order.paidAt = { value: event.at, by };
  return null;
}

/** A new attempt ends the one that waited for the customer, if it names it. */
function giveUpReplaced(order: ExpectedOrder, event: AuditedEvent, replaced: string | null | undefined): void {
  const waiting = order.attempts.find(({ id, status }) => id === replaced && status.value === "REQUIRES_ACTION");
  if (waiting) close(waiting, event, "attempt_replaced");
}

/** An attempt that waited for the customer is given up. */
function close(attempt: ExpectedAttempt, event: AuditedEvent, declineCode: DeclineCode): void {
  const by = [event];
  attempt.status = { value: "FAILED", by };
  attempt.declineCode = { value: declineCode, by };
  attempt.settledAt = { value: event.at, by };
}

/**
 * The order ends unpaid. Its stock and discount use are released, and an attempt that waits for the customer is closed.
 */
function cancel(order: ExpectedOrder, event: AuditedEvent): OrderDifference | null {
  if (order.status.value !== "PENDING") return outOfPlace(event, "PENDING", order.status.value);
  const open = order.attempts.find(isOpen);
  if (open?.status.value === "PROCESSING") return outOfPlace(event, `the end of ${open.id}`, "PROCESSING");
  const by = [event];
  if (open) close(open, event, "cancelled");
  order.status = { value: "CANCELLED", by };
  order.cancelledAt = { value: event.at, by };
  order.cancelReason = { value: event.reason, by };
  order.isHolding = { value: false, by };
  return null;
}
