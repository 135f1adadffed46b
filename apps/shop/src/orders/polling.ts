import type { Order, Payment } from "@till/contracts";

/** How often something that is about to change is looked at again, in milliseconds. */
const pollMs = { open: 1_000, expiring: 5_000, messages: 2_000 };

/** How near the end of the time to pay has to be, and how fresh a change, in milliseconds. */
const nearMs = { expiry: 2 * 60_000, change: 15_000 };

/** The attempt to pay that is not settled yet. */
export const openAttempt = ({ payments }: Pick<Order, "payments">): Payment | undefined =>
  payments.find(({ status }) => status === "REQUIRES_ACTION" || status === "PROCESSING");

/** How often to look at an order: while it is about to change, and not when nothing will happen by itself. */
export function orderPollMs(order: Order | undefined, now: number): number | false {
  if (order?.status !== "PENDING") return false;
  if (openAttempt(order)) return pollMs.open;
  if (order.expiresAt === null) return false;
  return new Date(order.expiresAt).getTime() - now < nearMs.expiry ? pollMs.expiring : false;
}

/** How often to look at the story of an order. Messages go out in the seconds after a change. */
export function timelinePollMs(order: Order | undefined, now: number): number | false {
  const poll = orderPollMs(order, now);
  if (poll !== false || order === undefined) return poll;
  return now - new Date(order.updatedAt).getTime() < nearMs.change ? pollMs.messages : false;
}
