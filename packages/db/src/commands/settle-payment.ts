import type { ConfirmPaymentInput, OrderPayment } from "@till/contracts";
import { type FinalAnswer, availableActions, eventOfStatus, maySee, ok, refuse, refused } from "@till/domain";
import { eq, sql } from "drizzle-orm";
import type { Command, CommandContext } from "../command.ts";
import { advance, announce, notify, paidIfSucceeded, saveCustomer } from "../effects.ts";
import { applying, writeOrderEvent } from "../gate.ts";
import { outcomeOf, readBack, refusalOf } from "../order-command.ts";
import { orderEvents, orders, payments } from "../schema/schema.ts";

type Settling = Command<Pick<ConfirmPaymentInput, "id" | "paymentId">, OrderPayment, ReturnType<typeof readBack>>;

/**
 * Brings an open attempt to its end with the gateway's answer. `confirm` is what the customer told their bank, `settle`
 * what the gateway says by itself. The id of the command is made from the attempt and its end: told again, the same end
 * does nothing, and any other comes too late.
 */
export const settlePayment = (command: "confirm" | "settle", answer: FinalAnswer): Settling => ({
  plan(db, { id, paymentId }, callerContext) {
    const context = ownContext(command, paymentId, answer, callerContext);
    const event = applying(context.commandId);
    const isOpen = sql`EXISTS (SELECT 1 FROM ${payments} AS open WHERE open.id = ${paymentId}
      AND open.order_id = ${orders.id} AND open.settled_at IS NULL)`;
    return ok({
      writes: [
        writeOrderEvent(
          db,
          {
            id,
            command,
            input: endOf(answer),
            type: eventOfStatus[answer.status],
            paymentId,
            provided: isOpen,
          },
          context,
        ),
        ...saveCustomer(db, event, context),
        db
          .update(payments)
          .set({
            status: answer.status,
            declineCode: answer.status === "FAILED" ? answer.declineCode : null,
            settledAt: sql`${orderEvents.at}`,
            reference: answer.reference,
            askAgainAt: null,
          })
          .from(event)
          .where(eq(payments.id, sql`${orderEvents.paymentId}`)),
        notify(db, event),
        announce(db, event),
        advance(db, paidIfSucceeded, event),
      ],
      reads: readBack(db, {}, id, context),
    });
  },

  read(rows, { id, paymentId }, callerContext) {
    const context = ownContext(command, paymentId, answer, callerContext);
    const outcome = outcomeOf(command, rows, endOf(answer), context);
    if (outcome?.ok && outcome.value.payment) return ok({ order: outcome.value.order, payment: outcome.value.payment });
    const { actor, now } = context;
    const { order } = rows;
    const mayTry = actor.role !== "staff" && order && maySee(order, actor);
    if (mayTry && order.status === "PENDING" && order.paymentMethod === "ONLINE")
      return refused(refuse.paymentNotOpen(order, paymentId, availableActions(order, actor, now)));
    return refusalOf(command, rows, id, context);
  },
});

/** What an answer says of the attempt, whatever the gateway calls it by. */
const endOf = (answer: FinalAnswer) => ({
  status: answer.status,
  declineCode: answer.status === "FAILED" ? answer.declineCode : null,
});

const ownContext = (
  command: string,
  paymentId: string,
  { status }: FinalAnswer,
  context: CommandContext,
): CommandContext => ({ ...context, commandId: `${command}:${paymentId}:${status}` });
