import { type ConfirmPaymentInput, paymentMethodTable } from "@till/contracts";
import {
  type FinalAnswer,
  availableActions,
  eventOfStatus,
  ok,
  openStatus,
  refuse,
  sentenceToKeep,
} from "@till/domain";
import { eq, sql } from "drizzle-orm";
import { cardColumn, paidIfSucceeded } from "../commands/effects.ts";
import { event } from "../commands/gate.ts";
import { orderCommand } from "../commands/order-command.ts";
import { orders, payments } from "../schema/schema.ts";
import { build } from "../statements/statement.ts";

/** The attempt to end, and the gateway's answer. */
type Settling = Pick<ConfirmPaymentInput, "id" | "paymentId"> & { readonly answer: FinalAnswer };

/** What an attempt must be, for each command that ends one. */
const unended = {
  confirm: sql`open.settled_at IS NULL`,
  settle: sql`open.settled_at IS NULL`,
  payLate: sql`open.status = 'FAILED'`,
};

const settling = (command: keyof typeof unended, { isSilent = false } = {}) =>
  orderCommand(command, {
    isSilent,
    values: ({ paymentId, answer }: Settling) =>
      ok({ paymentId, type: eventOfStatus[answer.status], ...endOf(answer), ...besidesOf(answer) }),
    event: (given) => ({
      type: sql`${given.type}`,
      paymentId: given.paymentId,
      data: sql`json_object('declineCode', ${given.declineCode})`,
      provided: sql`EXISTS (SELECT 1 FROM ${payments} AS open WHERE open.id = ${given.paymentId}
        AND open.order_id = ${orders.id} AND ${unended[command]})`,
    }),
    effects: (events, given) => [
      build
        .update(payments)
        .set({
          status: sql`${given.status}`,
          declineCode: sql`${given.declineCode}`,
          settledAt: sql`${event.at}`,
          // What a customer confirms has its reference and its source already.
          ...(command !== "confirm" && {
            reference: sql`${given.reference}`,
            source: sql`coalesce(${given.card}, ${payments.source})`,
            sentence: sql`${given.sentence}`,
          }),
          // Who was still to ask about it has nothing to say any more. One that failed may come through late.
          nextAttemptAt: sql`${given.askAgainAt}`,
          takenBy: null,
        })
        .from(events)
        .where(eq(payments.id, event.paymentId)),
    ],
    change: paidIfSucceeded,
    // The same answer again changes nothing. A different answer is too late.
    identity: ({ paymentId, answer }) => ({
      request: endOf(answer),
      commandId: `${command}:${paymentId}:${answer.status}`,
    }),
    answer: ({ order, payment }) => {
      if (!payment) throw new Error(`The end of a payment of order #${order.id} has an event but no attempt.`);
      return ok({ order, payment });
    },
    whyNot: (order, { paymentId }, { actor, now }) =>
      actor.role !== "staff" &&
      order.status === "PENDING" &&
      paymentMethodTable[order.paymentMethod].usesGateway &&
      // A late success waits for the attempt that is open.
      (command !== "payLate" || openStatus(order) === null)
        ? refuse.paymentNotOpen(order, paymentId, availableActions(order, actor, now))
        : null,
  });

/** The outcome in an answer, without the gateway's own reference. */
const endOf = (answer: FinalAnswer) => ({
  status: answer.status,
  declineCode: answer.status === "FAILED" ? answer.declineCode : null,
});

/** What an answer says besides the outcome. */
const besidesOf = (answer: FinalAnswer) => ({
  reference: answer.reference,
  card: cardColumn(answer.card),
  sentence: answer.status === "FAILED" && answer.sentence !== undefined ? sentenceToKeep(answer.sentence) : null,
  askAgainAt: (answer.status === "FAILED" ? answer.askAgainAt : null) ?? null,
});

/** Ends an open attempt with the customer's answer to their bank. */
export const confirmPayment = settling("confirm");

/** Ends an open attempt as the gateway reports it. */
export const settlePayment = settling("settle");

/** Ends an attempt that its customer gave up: they get no message about it. */
export const settleGivenUp = settling("settle", { isSilent: true });

/** Pays an order with an attempt that had failed, and came through late. */
export const payLate = settling("payLate");
