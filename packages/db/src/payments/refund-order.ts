import type { RefundOrderInput } from "@till/contracts";
import { availableActions, ok, refuse } from "@till/domain";
import { and, eq, sql } from "drizzle-orm";
import { event } from "../commands/gate.ts";
import { returnStock } from "../commands/move-stock.ts";
import { orderCommand } from "../commands/order-command.ts";
import { orders, payments, refunds } from "../schema/schema.ts";
import { insertRefund, refundMarkOf } from "./insert-refund.ts";

/** The amount of an order that can still be refunded. */
const left = sql`(${orders.totalAmount} - ${orders.refundedAmount})`;

const isFirstRestock = sql`NOT EXISTS (SELECT 1 FROM ${refunds} AS earlier
  WHERE earlier.order_id = ${orders.id} AND earlier.restocked)`;

/**
 * Gives money back, the whole of what is left (nothing, of a free order) or a part, and if asked puts the items back into
 * stock, once in the life of an order. The balance is taken here, so refunds at the same time never give back more than was paid; the
 * gateway is told after that, until it has taken the refund.
 */
export const refundOrder = orderCommand("refund", {
  values: ({ amount, reason, restock }: RefundOrderInput, { commandId, gateway }) =>
    ok({
      refundId: `ref_${commandId}`,
      amount: amount ?? null,
      reason: reason ?? null,
      restock: restock ?? false,
      refundMark: refundMarkOf(gateway),
    }),
  event: (given) => ({
    type: "order.refunded",
    refundId: given.refundId,
    amount: sql`coalesce(${given.amount}, ${left})`,
    reason: given.reason,
    data: sql`json_object('restock', json(iif(${given.restock}, 'true', 'false')))`,
    provided: sql`coalesce(${given.amount}, ${left}) BETWEEN min(1, ${left}) AND ${left}`,
  }),
  effects: (events, given) => [
    insertRefund(events, {
      refundMark: given.refundMark,
      restocked: sql`${given.restock} AND ${isFirstRestock}`,
      ofPayment: and(eq(payments.orderId, orders.id), sql`${payments.status} = 'SUCCEEDED'`),
    }),
    returnStock(
      "ORDER_REFUNDED",
      sql`${events} JOIN ${refunds} ON ${and(eq(refunds.id, event.refundId), sql`${refunds.restocked}`)}`,
    ),
  ],
  change: {
    refundedAmount: sql`${orders.refundedAmount} + ${event.amount}`,
    status: sql`iif(${event.amount} = ${left}, 'REFUNDED', ${orders.status})`,
  },
  answer: ({ order, refund }) => {
    if (!refund) throw new Error(`A refund of order #${order.id} has an event but no row.`);
    return ok({ order, refund });
  },
  // The transition table allows this refund, so it was refused because it is more than what is left.
  whyNot(order, _input, { actor, now }) {
    const actions = availableActions(order, actor, now);
    return actions.includes("refund") ? refuse.refundExceedsBalance(order, actions) : null;
  },
});
