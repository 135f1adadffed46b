import type { OrderRefund, RefundOrderInput } from "@till/contracts";
import { type Result, availableActions, idOfCommand, leftToRefund, ok, refuse } from "@till/domain";
import { type Column, type SQL, and, eq, sql } from "drizzle-orm";
import { event } from "../commands/gate.ts";
import { returnStock } from "../commands/move-stock.ts";
import { type Done, orderCommand } from "../commands/order-command.ts";
import { orders, payments, refunds } from "../schema/schema.ts";
import { hasGateway, insertRefund, isRequested, joinMark, refundMarksOf, typeOfRefund } from "./insert-refund.ts";

/** No other table has these columns, and the shorter text is parsed sooner. */
const bare = ({ name }: Column) => sql.identifier(name);

/** The amount of an order that can still be refunded. What waits for the gateway is held back. */
export const left = sql`(${bare(orders.totalAmount)} - ${bare(orders.refundedAmount)} - ${bare(orders.pendingRefundAmount)})`;

const ofOrder = and(eq(payments.orderId, orders.id), sql`${payments.status} = 'SUCCEEDED'`);

/** The change to an order when its money has gone back: the last part makes it REFUNDED. */
export const whenRefunded = (isRefunded: SQL) => ({
  refundedAmount: sql`${orders.refundedAmount} + iif(${isRefunded}, ${event.amount}, 0)`,
  status: sql`iif(${isRefunded} AND ${event.amount} = ${orders.totalAmount} - ${orders.refundedAmount}, 'REFUNDED', ${orders.status})`,
});

const isFirstRestock = sql`NOT EXISTS (SELECT 1 FROM ${refunds} AS earlier
  WHERE earlier.order_id = ${orders.id} AND earlier.restocked)`;

/**
 * Gives money back, the whole of what is left (nothing, of a free order) or a part, and if asked puts the items back into
 * stock, once in the life of an order. The amount is taken from what is left here, so refunds at the same time never give
 * back more than was paid. A refund that a gateway has to take is only requested: its amount is held back, and the order
 * changes when the gateway has taken it (`completeRefund`).
 */
export const refundOrder = orderCommand("refund", {
  values: ({ amount, reason, restock }: RefundOrderInput, context) =>
    ok({
      refundId: `ref_${idOfCommand(context.commandId)}`,
      amount: amount ?? null,
      reason: reason ?? null,
      restock: restock ?? false,
      refundMarks: refundMarksOf(context),
    }),
  types: ["order.refunded", "refund.requested"],
  event: (given) => ({
    type: typeOfRefund("order.refunded"),
    join: sql`JOIN ${payments} ON ${ofOrder} ${joinMark(given.refundMarks)}`,
    refundId: given.refundId,
    amount: sql`coalesce(${given.amount}, ${left})`,
    reason: given.reason,
    data: sql`json_object('restock', json(iif(${given.restock}, 'true', 'false')))`,
    provided: sql`coalesce(${given.amount}, ${left}) BETWEEN min(1, ${orders.totalAmount}) AND ${left}
      AND ${hasGateway}`,
  }),
  effects: (events, given) => [
    insertRefund(events, {
      restocked: sql`${given.restock} AND ${isFirstRestock}`,
      ofPayment: ofOrder,
    }),
    returnStock(
      "ORDER_REFUNDED",
      sql`${events} JOIN ${refunds} ON ${and(eq(refunds.id, event.refundId), sql`${refunds.restocked}`)}`,
    ),
  ],
  change: {
    ...whenRefunded(sql`NOT ${isRequested}`),
    pendingRefundAmount: sql`${orders.pendingRefundAmount} + iif(${isRequested}, ${event.amount}, 0)`,
  },
  answer: refundOf,
  // The transition table allows this refund, so it was refused because it is more than what is left, or has no gateway.
  whyNot(order, { amount }, { actor, now }) {
    const actions = availableActions(order, actor, now);
    if (!actions.includes("refund")) return null;
    const most = leftToRefund(order);
    const isTooMuch = most === 0 || (amount ?? most) > most;
    return isTooMuch ? refuse.refundExceedsBalance(order, actions) : refuse.gatewayGone(order, actions);
  },
});

/** The order and the refund of a command that was carried out. */
export function refundOf({ order, refund }: Pick<Done, "order" | "refund">): Result<OrderRefund> {
  if (!refund) throw new Error(`A refund of order #${order.id} has an event but no row.`);
  return ok({ order, refund });
}
