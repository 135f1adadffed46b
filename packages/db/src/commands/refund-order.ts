import type { OrderRefund, RefundOrderInput } from "@till/contracts";
import { type Gateway, type Result, availableActions, maySee, ok, refuse, refused } from "@till/domain";
import { and, eq, sql } from "drizzle-orm";
import type { Command, CommandContext, Rows } from "../command.ts";
import { advance, announce, moveStock, notify } from "../effects.ts";
import { applying, writeOrderEvent } from "../gate.ts";
import { insertFrom } from "../insert-from.ts";
import { outcomeOf, readBack, refusalOf } from "../order-command.ts";
import { orderEvents, orders, payments, refunds } from "../schema/schema.ts";

/** What is left to refund of an order. */
const left = sql`(${orders.totalAmount} - ${orders.refundedAmount})`;

/**
 * Gives money back, the whole of what is left or a part, and if asked puts the items back into stock, once in the life
 * of an order. The balance is taken here, so refunds at the same time never give back more than was paid; a remote
 * gateway is told after that, until it has taken the order.
 */
export const refundOrder = (gateway: Gateway): Command<RefundOrderInput, OrderRefund, ReturnType<typeof readBack>> => ({
  plan(db, input, context) {
    const event = applying(context.commandId);
    const amount = input.amount === undefined ? left : sql`${input.amount}`;
    const isFirstRestock = sql`NOT EXISTS (SELECT 1 FROM ${refunds} AS earlier
      WHERE earlier.order_id = ${orders.id} AND earlier.restocked)`;
    const restocking = sql`(SELECT ${orderEvents}.* FROM ${event} JOIN ${refunds} AS refund
      ON refund.id = ${orderEvents.refundId} AND refund.restocked) AS ${orderEvents}`;
    return ok({
      writes: [
        writeOrderEvent(
          db,
          {
            id: input.id,
            command: "refund",
            input,
            type: "order.refunded",
            refundId: `ref_${context.commandId}`,
            amount,
            reason: input.reason ?? null,
            provided: sql`${amount} BETWEEN 1 AND ${left}`,
          },
          context,
        ),
        insertFrom(
          db,
          refunds,
          {
            id: sql`${orderEvents.refundId}`,
            orderId: sql`${orders.id}`,
            paymentId: sql`${payments.id}`,
            amount: sql`${orderEvents.amount}`,
            reason: input.reason ?? null,
            restocked: input.restock ? isFirstRestock : sql`FALSE`,
            createdAt: sql`${orderEvents.at}`,
            settledAt: settlesAtOnce(gateway, true),
            askAgainAt: settlesAtOnce(gateway, false),
          },
          sql`FROM ${event} JOIN ${orders} ON ${eq(orders.id, orderEvents.orderId)}
            JOIN ${payments} ON ${and(eq(payments.orderId, orders.id), eq(payments.status, "SUCCEEDED"))} WHERE TRUE`,
        ),
        moveStock(db, "give back", restocking),
        notify(db, event),
        announce(db, event),
        advance(
          db,
          {
            refundedAmount: sql`${orders.refundedAmount} + ${orderEvents.amount}`,
            status: sql`iif(${orderEvents.amount} = ${left}, 'REFUNDED', ${orders.status})`,
          },
          event,
        ),
      ],
      reads: readBack(db, input, input.id, context),
    });
  },

  read(rows, input, context) {
    const outcome = outcomeOf("refund", rows, input, context) ?? whyNot(rows, input.id, context);
    if (!outcome.ok) return outcome;
    const { order, refund } = outcome.value;
    if (!refund) throw new Error(`A refund of order #${order.id} has an event but no row.`);
    return ok({ order, refund });
  },
});

/** Cash has no gateway, and an instant one needs not be asked: such refunds are settled as they are made. */
function settlesAtOnce(gateway: Gateway, isSettled: boolean) {
  const atOnce = gateway.kind !== "remote" ? sql`TRUE` : eq(payments.method, "COD");
  return sql`iif((${atOnce}) = ${isSettled ? sql`TRUE` : sql`FALSE`}, ${orderEvents.at}, NULL)`;
}

/** A refund that the table allows, but that was refused, was more than what is left. */
function whyNot(rows: Rows<ReturnType<typeof readBack>>, id: number, context: CommandContext): Result<never> {
  const { order } = rows;
  const actions = order && maySee(order, context.actor) ? availableActions(order, context.actor, context.now) : [];
  if (order && actions.includes("refund")) return refused(refuse.refundExceedsBalance(order, actions));
  return refusalOf("refund", rows, id, context);
}
