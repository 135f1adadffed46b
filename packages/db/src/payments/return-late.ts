import type { ConfirmPaymentInput } from "@till/contracts";
import { type FinalAnswer, ok, refuse } from "@till/domain";
import { eq, sql } from "drizzle-orm";
import { event } from "../commands/gate.ts";
import { orderCommand } from "../commands/order-command.ts";
import { orders, payments } from "../schema/schema.ts";
import { build } from "../statements/statement.ts";
import { insertRefund, joinMark, refundMarksOf, typeOfRefund } from "./insert-refund.ts";
import { refundOf } from "./refund-order.ts";

/** The attempt that came through late, and its order. */
type LateSuccess = Pick<ConfirmPaymentInput, "id" | "paymentId"> & { readonly answer: Pick<FinalAnswer, "reference"> };

/**
 * Gives back the money of an attempt that had failed and came through late, when its order needs it no more: it is paid
 * otherwise, or cancelled. The attempt stays FAILED, because an order has one that succeeds, and the balance of the order
 * stays as it is. The refund has the id of its attempt, so there is one. If the gateway has to take it, it is requested.
 */
export const returnLate = orderCommand("returnLate", {
  values: ({ paymentId, answer: { reference } }: LateSuccess, context) =>
    ok({ paymentId, reference, refundId: paymentId.replace("pay_", "ref_"), refundMarks: refundMarksOf(context) }),
  types: ["payment.returned", "refund.requested"],
  event: (given) => ({
    type: typeOfRefund("payment.returned"),
    join: sql`JOIN ${payments} ON ${eq(payments.id, given.paymentId)} ${joinMark(given.refundMarks)}`,
    paymentId: given.paymentId,
    refundId: given.refundId,
    reason: "The payment came through late.",
    amount: sql`${payments.amount}`,
    provided: sql`${eq(payments.orderId, orders.id)} AND ${payments.status} = 'FAILED'`,
  }),
  effects: (events, given) => [
    insertRefund(events, {
      restocked: sql`FALSE`,
      ofPayment: eq(payments.id, event.paymentId),
    }),
    build
      .update(payments)
      // The gateway finds the money by it. While the attempt had failed, Till may not have known it.
      .set({ reference: sql`${given.reference}`, nextAttemptAt: null, takenBy: null })
      .from(events)
      .where(eq(payments.id, event.paymentId)),
  ],
  change: {},
  identity: ({ paymentId }) => ({ request: {}, commandId: `returnLate:${paymentId}` }),
  answer: refundOf,
  whyNot: (order, { paymentId }, { actor }) =>
    actor.role === "system" && order.status !== "PENDING" ? refuse.paymentNotOpen(order, paymentId, []) : null,
});
