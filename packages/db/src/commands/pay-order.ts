import type { OrderPayment, PayOrderInput } from "@till/contracts";
import { authorize, ok, refuse, refused } from "@till/domain";
import { eq, sql } from "drizzle-orm";
import type { Command } from "../command.ts";
import { advance, notify } from "../effects.ts";
import { applying, legalOrder, writeEvent } from "../gate.ts";
import { insertFrom } from "../insert-from.ts";
import { outcomeOf, readBack, refusalOf } from "../order-command.ts";
import { orderEvents, orders, payments } from "../schema/schema.ts";

/**
 * Pays an ONLINE order: one attempt at the gateway. A declined attempt is kept, and leaves the order as payable as it
 * was. The simulated gateway answers without a network, so the attempt and what comes of it are one batch.
 */
export const payOrder: Command<PayOrderInput, OrderPayment, ReturnType<typeof readBack>> = {
  plan(db, input, context) {
    const authorization = authorize(input.source, context.now);
    if (!authorization.ok) return authorization;
    const { outcome, declineCode, source } = authorization.value;
    const succeeded = outcome === "succeeded";
    const paymentId = `pay_${context.commandId}`;
    const event = applying(context.commandId);
    return ok({
      writes: [
        writeEvent(
          db,
          {
            command: "pay",
            input,
            type: succeeded ? "order.paid" : "payment.failed",
            orderId: sql`${orders.id}`,
            seq: sql`${orders.version} + 1`,
            paymentId,
            from: legalOrder("pay", input.id, context),
          },
          context,
        ),
        insertFrom(
          db,
          payments,
          {
            id: sql`${orderEvents.paymentId}`,
            orderId: sql`${orders.id}`,
            amount: sql`${orders.totalAmount}`,
            status: succeeded ? "SUCCEEDED" : "FAILED",
            method: sql`${orders.paymentMethod}`,
            source: JSON.stringify(source),
            declineCode,
            createdAt: sql`${orderEvents.at}`,
            settledAt: sql`${orderEvents.at}`,
          },
          sql`FROM ${event} JOIN ${orders} ON ${eq(orders.id, orderEvents.orderId)} WHERE TRUE`,
        ),
        notify(db, event),
        advance(db, succeeded ? { status: "PAID", paidAt: context.now } : {}, event),
      ],
      reads: readBack(db, input, input.id, context),
    });
  },

  read(rows, input, context) {
    const outcome = outcomeOf("pay", rows, input, context) ?? refusalOf("pay", rows, input.id, context);
    if (!outcome.ok) return outcome;
    const { order, payment } = outcome.value;
    if (!payment) throw new Error(`A payment of order #${order.id} has an event but no attempt.`);
    if (payment.declineCode !== null)
      return refused(refuse.paymentDeclined(order.id, payment.id, payment.declineCode, order.actions));
    return ok({ order, payment });
  },
};
