import type { Order, OrderEvent, Payment } from "@till/contracts";

/** An order and what happened to it, as one page shows them. */
export interface OrderView {
  order: Order;
  /** The oldest first. */
  events: readonly OrderEvent[];
}

/** How often an order is looked at again, in milliseconds. */
const pollMs = { openAttempt: 1_000, pending: 2_000, messages: 2_000, paid: 5_000 };

/** So long after a change its messages go out, in milliseconds. */
const freshMs = 15_000;

/** The attempt to pay that is not settled yet. */
export const openAttempt = ({ payments }: Pick<Order, "payments">): Payment | undefined =>
  payments.find(({ status }) => status === "REQUIRES_ACTION" || status === "PROCESSING");

/**
 * How often to look at an order: while somebody else may change it, the customer, staff or Till itself. What is cancelled
 * or refunded stays so, and is watched only until its messages are out.
 */
export function orderPollMs(order: Order | undefined, now: number): number | false {
  if (order === undefined) return false;
  if (order.status === "PENDING") return openAttempt(order) ? pollMs.openAttempt : pollMs.pending;
  if (now - new Date(order.updatedAt).getTime() < freshMs) return pollMs.messages;
  return order.status === "PAID" ? pollMs.paid : false;
}

/** Whether the order and its timeline are of one moment: the last change that the timeline tells is the order's last. */
export function isOneMoment({ order, events }: OrderView): boolean {
  const last = events.findLast(({ type }) => type !== "message.sent");
  return last?.at === order.updatedAt;
}
