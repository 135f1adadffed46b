import type { ConfirmPaymentInput } from "@till/contracts";
import { type FinalAnswer, availableActions, eventOfStatus, ok, refuse } from "@till/domain";
import { eq, sql } from "drizzle-orm";
import { paidIfSucceeded } from "../commands/effects.ts";
import { event } from "../commands/gate.ts";
import { orderCommand } from "../commands/order-command.ts";
import { orders, payments } from "../schema/schema.ts";
import { build } from "../statements/statement.ts";

/** An attempt to bring to its end, and the gateway's answer. */
type Settling = Pick<ConfirmPaymentInput, "id" | "paymentId"> & { readonly answer: FinalAnswer };

const settling = (command: "confirm" | "settle") =>
  orderCommand(command, {
    values: ({ paymentId, answer }: Settling) =>
      ok({ paymentId, type: eventOfStatus[answer.status], reference: answer.reference, ...endOf(answer) }),
    event: (given) => ({
      type: sql`${given.type}`,
      paymentId: given.paymentId,
      provided: sql`EXISTS (SELECT 1 FROM ${payments} AS open WHERE open.id = ${given.paymentId}
        AND open.order_id = ${orders.id} AND open.settled_at IS NULL)`,
    }),
    effects: (events, given) => [
      build
        .update(payments)
        .set({
          status: sql`${given.status}`,
          declineCode: sql`${given.declineCode}`,
          settledAt: sql`${event.at}`,
          reference: sql`${given.reference}`,
          // Who was still to ask about it has nothing to say any more.
          nextAttemptAt: null,
          takenBy: null,
        })
        .from(events)
        .where(eq(payments.id, event.paymentId)),
    ],
    change: paidIfSucceeded,
    // Told again, the same end does nothing, and any other comes too late.
    identity: ({ paymentId, answer }) => ({
      request: endOf(answer),
      commandId: `${command}:${paymentId}:${answer.status}`,
    }),
    answer: ({ order, payment }) => {
      if (!payment) throw new Error(`The end of a payment of order #${order.id} has an event but no attempt.`);
      return ok({ order, payment });
    },
    whyNot: (order, { paymentId }, { actor, now }) =>
      actor.role !== "staff" && order.status === "PENDING" && order.paymentMethod === "ONLINE"
        ? refuse.paymentNotOpen(order, paymentId, availableActions(order, actor, now))
        : null,
  });

/** What an answer says of the attempt, whatever the gateway calls it by. */
const endOf = (answer: FinalAnswer) => ({
  status: answer.status,
  declineCode: answer.status === "FAILED" ? answer.declineCode : null,
});

/** Brings an open attempt to the end that the customer told their bank. */
export const confirmPayment = settling("confirm");

/** Brings an open attempt to the end that the gateway says by itself. */
export const settlePayment = settling("settle");
