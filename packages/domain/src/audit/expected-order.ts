import {
  type CreatedData,
  type DeclineCode,
  type Difference,
  type OrderStatus,
  type PaymentStatus,
  attemptDataSchema,
  createdDataSchema,
  refundedDataSchema,
} from "@till/contracts";
import { type AuditedEvent, readData, toAuditEvent } from "./audited-event.ts";

/** A difference within one order. */
export type OrderDifference = Omit<Difference, "orderId">;

/** A figure, with the events that say so. */
export interface Said<Value> {
  readonly value: Value;
  readonly by: readonly AuditedEvent[];
}

interface ExpectedAttempt {
  readonly id: string;
  status: Said<PaymentStatus>;
  declineCode: Said<DeclineCode | null>;
  readonly createdAt: Said<string>;
  settledAt: Said<string | null>;
}

interface ExpectedRefund {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly reason: string | null;
  readonly restocked: boolean;
  readonly by: AuditedEvent;
}

/** What the events of an order say of it. Amounts in minor units. */
export interface ExpectedOrder {
  readonly created: AuditedEvent;
  readonly basket: CreatedData;
  last: AuditedEvent;
  status: Said<OrderStatus>;
  paidAt: Said<string | null>;
  cancelledAt: Said<string | null>;
  cancelReason: Said<string | null>;
  refundedAmount: Said<number>;
  /** Whether the order holds its pieces: from its creation until it is cancelled, or a refund puts them back. */
  isHolding: Said<boolean>;
  readonly attempts: ExpectedAttempt[];
  readonly refunds: ExpectedRefund[];
}

/** The result of the events, and the faults of the events themselves. */
export interface Expectation {
  /** Null if the events do not begin with a new order that can be read. */
  readonly order: ExpectedOrder | null;
  readonly faults: readonly OrderDifference[];
}

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
      return refund(order, event);
    case "payment.returned":
      return returnLate(order, event);
  }
}

const isOpen = ({ status }: ExpectedAttempt) => status.value === "REQUIRES_ACTION" || status.value === "PROCESSING";

/** An attempt begins, or the one that is open comes to its end, or one that failed comes through late. */
function tellAttempt(order: ExpectedOrder, event: AuditedEvent, status: PaymentStatus): OrderDifference | null {
  const { paymentId: id } = event;
  if (order.status.value !== "PENDING") return outOfPlace(event, "PENDING", order.status.value);
  if (id === null) return outOfPlace(event, "a payment", null);
  const isEnd = status === "SUCCEEDED" || status === "FAILED";
  const open = order.attempts.find(isOpen);
  if (open && (open.id !== id || !isEnd)) return outOfPlace(event, `the end of ${open.id}`, id);
  const known = order.attempts.find((attempt) => attempt.id === id);
  const isLate = status === "SUCCEEDED" && known?.status.value === "FAILED";
  if (!open && known && !isLate) return outOfPlace(event, "a new payment", id);
  const declineCode = status === "FAILED" ? (readData(event, attemptDataSchema)?.declineCode ?? null) : null;
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

/**
 * The order ends unpaid. Its stock and discount use are released, and an attempt that waits for the customer is closed.
 */
function cancel(order: ExpectedOrder, event: AuditedEvent): OrderDifference | null {
  if (order.status.value !== "PENDING") return outOfPlace(event, "PENDING", order.status.value);
  const open = order.attempts.find(isOpen);
  if (open?.status.value === "PROCESSING") return outOfPlace(event, `the end of ${open.id}`, "PROCESSING");
  const by = [event];
  if (open) {
    open.status = { value: "FAILED", by };
    open.declineCode = { value: "cancelled", by };
    open.settledAt = { value: event.at, by };
  }
  order.status = { value: "CANCELLED", by };
  order.cancelledAt = { value: event.at, by };
  order.cancelReason = { value: event.reason, by };
  order.isHolding = { value: false, by };
  return null;
}

function refund(order: ExpectedOrder, event: AuditedEvent): OrderDifference | null {
  const { refundId: id, amount, reason } = event;
  const paid = order.attempts.find(({ status }) => status.value === "SUCCEEDED");
  if (order.status.value !== "PAID" || !paid) return outOfPlace(event, "PAID", order.status.value);
  const left = totalOf(order) - order.refundedAmount.value;
  if (id === null || amount === null) return unreadable(event);
  if (amount > left) return outOfPlace(event, left, amount);
  const data = readData(event, refundedDataSchema);
  if (!data) return unreadable(event);
  const restocked = data.restock && order.isHolding.value;
  order.refunds.push({ id, paymentId: paid.id, amount, reason, restocked, by: event });
  order.refundedAmount = {
    value: order.refundedAmount.value + amount,
    by: order.refunds.filter(({ paymentId }) => paymentId === paid.id).map((one) => one.by),
  };
  if (amount === left) order.status = { value: "REFUNDED", by: [event] };
  if (restocked) order.isHolding = { value: false, by: [event] };
  return null;
}

/** Money that came through late goes back. The order has never had it, so its own figures stay as they are. */
function returnLate(order: ExpectedOrder, event: AuditedEvent): OrderDifference | null {
  const { paymentId, refundId: id, amount, reason } = event;
  if (order.status.value === "PENDING") return outOfPlace(event, "PAID, REFUNDED or CANCELLED", "PENDING");
  const late = order.attempts.find((attempt) => attempt.id === paymentId);
  if (late?.status.value !== "FAILED") return outOfPlace(event, "a payment that failed", paymentId);
  if (id === null || amount === null) return unreadable(event);
  if (amount !== totalOf(order)) return outOfPlace(event, totalOf(order), amount);
  if (order.refunds.some((one) => one.paymentId === late.id)) return outOfPlace(event, "one return", late.id);
  order.refunds.push({ id, paymentId: late.id, amount, reason, restocked: false, by: event });
  return null;
}

/** What the order comes to, in minor units. */
export const totalOf = ({ basket }: Pick<ExpectedOrder, "basket">): number => basket.subtotal - basket.discount;

/** The numbers of events that are not there. */
function gapsIn(events: readonly AuditedEvent[]): OrderDifference[] {
  return events.flatMap((event, index) => {
    const expected = (events[index - 1]?.seq ?? 0) + 1;
    return event.seq === expected ? [] : [eventFault("EVENT_MISSING", event, expected, event.seq)];
  });
}

const outOfPlace = (event: AuditedEvent, expected: string | number, found: string | number | null) =>
  eventFault("EVENT_OUT_OF_PLACE", event, expected, found);

const unreadable = (event: AuditedEvent) =>
  eventFault("EVENT_UNREADABLE", event, `what ${event.type} keeps`, event.data);

const eventFault = (
  kind: OrderDifference["kind"],
  event: AuditedEvent,
  expected: string | number,
  found: string | number | null,
): OrderDifference => ({ kind, subject: `event ${event.seq}`, expected, found, events: [toAuditEvent(event)] });
