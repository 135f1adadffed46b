import type { Order, OrderEvent } from "@till/contracts";
import { openPayment } from "@till/domain/transitions";

/** An order with its timeline, as one page shows them. */
export interface OrderView {
  order: Order;
  /** Oldest first. */
  events: readonly OrderEvent[];
}

/** How often an order is refreshed, in milliseconds. */
const pollMs = { openAttempt: 1_000, pending: 2_000, messages: 2_000, paid: 5_000 };

/** How long after a change its messages may still be sent, in milliseconds. */
const freshMs = 15_000;

/**
 * How often to refresh an order: while the customer, staff or Till can still change it. A cancelled or refunded order
 * is final, so it is refreshed only until its messages are sent.
 */
export function orderPollMs(order: Order | undefined, now: number): number | false {
  if (order === undefined) return false;
  if (order.status === "PENDING") return openPayment(order) ? pollMs.openAttempt : pollMs.pending;
  if (now - new Date(order.updatedAt).getTime() < freshMs) return pollMs.messages;
  return order.status === "PAID" ? pollMs.paid : false;
}

/** Whether order and timeline are from the same moment: the last change in the timeline is the order's last change. */
export function isOneMoment({ order, events }: OrderView): boolean {
  const last = events.findLast(({ type }) => type !== "message.sent");
  return last?.at === order.updatedAt;
}
