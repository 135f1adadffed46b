import type { CancelOrderInput } from "@till/contracts";
import { ok } from "@till/domain";
import { sql } from "drizzle-orm";
import { release } from "../commands/effects.ts";
import { event } from "../commands/gate.ts";
import { orderCommand } from "../commands/order-command.ts";

/** Cancels an unpaid order and releases what it held. */
export const cancelOrder = orderCommand("cancel", {
  values: ({ reason }: CancelOrderInput) => ok({ reason: reason ?? null }),
  event: (given) => ({ type: "order.cancelled", reason: given.reason }),
  effects: (events) => release("ORDER_CANCELLED", events),
  change: {
    status: "CANCELLED",
    cancelledAt: sql`${event.at}`,
    cancelReason: sql`${event.reason}`,
    cancelCause: sql`iif(${event.actorRole} = 'customer', 'CUSTOMER', 'STAFF')`,
  },
  answer: ({ order }) => ok(order),
});
