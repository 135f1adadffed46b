import type { ConfirmPaymentInput } from "@till/contracts";
import { ok, refuse } from "@till/domain";
import { eq, sql } from "drizzle-orm";
import { event } from "../commands/gate.ts";
import { orderCommand } from "../commands/order-command.ts";
import { orders, payments } from "../schema/schema.ts";
import { build } from "../statements/statement.ts";
import { insertRefund, refundMarkOf } from "./insert-refund.ts";

/** The attempt that came through late, and its order. */
type LateSuccess = Pick<ConfirmPaymentInput, "id" | "paymentId">;

/**
 * Gives back the money of an attempt that had failed and came through late, when its order needs it no more: it is paid
 * otherwise, or cancelled. The attempt stays FAILED, because an order has one that succeeds, and the balance of the order
 * stays as it is. The refund has the id of its attempt, so there is one.
 */
export const returnLate = orderCommand("returnLate", {
  values: ({ paymentId }: LateSuccess, { gateway }) =>
    ok({ paymentId, refundId: paymentId.replace("pay_", "ref_"), refundMark: refundMarkOf(gateway) }),
  event: (given) => ({
    type: "payment.returned",
    paymentId: given.paymentId,
    refundId: given.refundId,
    reason: "The payment came through late.",
    amount: sql`(SELECT late.amount FROM ${payments} AS late WHERE late.id = ${given.paymentId})`,
    provided: sql`EXISTS (SELECT 1 FROM ${payments} AS late WHERE late.id = ${given.paymentId}
      AND late.order_id = ${orders.id} AND late.status = 'FAILED')`,
  }),
  effects: (events, given) => [
    insertRefund(events, {
      refundMark: given.refundMark,
      restocked: sql`FALSE`,
      ofPayment: eq(payments.id, event.paymentId),
    }),
    build
      .update(payments)
      .set({ nextAttemptAt: null, takenBy: null })
      .from(events)
      .where(eq(payments.id, event.paymentId)),
  ],
  change: {},
  identity: ({ paymentId }) => ({ request: {}, commandId: `returnLate:${paymentId}` }),
  answer: ({ order, refund }) => {
    if (!refund) throw new Error(`The return of a payment of order #${order.id} has an event but no refund.`);
    return ok({ order, refund });
  },
  whyNot: (order, { paymentId }, { actor }) =>
    actor.role === "system" && order.status !== "PENDING" ? refuse.paymentNotOpen(order, paymentId, []) : null,
});
