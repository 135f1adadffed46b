import type { OrderPayment, PayOrderInput } from "@till/contracts";
import { type Authorization, type Gateway, type Result, eventOfStatus, ok, refuse, refused } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Command, CommandContext } from "../command.ts";
import { advance, announce, insertPayment, notify, paidIfSucceeded, saveCustomer } from "../effects.ts";
import { applying, writeOrderEvent } from "../gate.ts";
import { outcomeOf, readBack, refusalOf } from "../order-command.ts";
import { orderEvents, orders, payments } from "../schema/schema.ts";

/** For how long a remote gateway may be busy with an attempt before it is asked what became of it, in milliseconds. */
const remotePatienceMs = 60_000;

/**
 * Pays an ONLINE order: one attempt at the gateway. A declined attempt is kept, and leaves the order as payable as it
 * was. An instant gateway's answer is part of the batch. For a remote one the attempt is recorded as PROCESSING: it is
 * to be called only after that, and `settlePayment` takes its answer.
 */
export const payOrder = (gateway: Gateway): Command<PayOrderInput, OrderPayment, ReturnType<typeof readBack>> => ({
  plan(db, input, context) {
    const authorization = authorize(gateway, input, context);
    if (!authorization.ok) return authorization;
    const { source, answers } = authorization.value;
    const event = applying(context.commandId);
    const answer = nextAnswer(answers);
    return ok({
      writes: [
        writeOrderEvent(
          db,
          {
            id: input.id,
            command: "pay",
            input,
            type: sql`${answer} ->> 'type'`,
            paymentId: `pay_${context.commandId}`,
          },
          context,
        ),
        ...saveCustomer(db, event, context),
        insertPayment(db, event, {
          status: sql`${answer} ->> 'status'`,
          source,
          declineCode: sql`${answer} ->> 'declineCode'`,
          reference: sql`${answer} ->> 'reference'`,
          settledAt: sql`iif(${answer} ->> 'status' IN ('SUCCEEDED', 'FAILED'), ${orderEvents.at}, NULL)`,
          askAgainAt: sql`${answer} ->> 'askAgainAt'`,
        }),
        notify(db, event),
        announce(db, event),
        advance(db, paidIfSucceeded, event),
      ],
      reads: readBack(db, input, input.id, context),
    });
  },

  read(rows, input, context) {
    const outcome = outcomeOf("pay", rows, input, context) ?? refusalOf("pay", rows, input.id, context);
    return outcome.ok ? paymentOf(outcome.value) : outcome;
  },
});

/** The order and the attempt of a payment that was carried out; one that was declined is a refusal. */
export function paymentOf({
  order,
  payment,
}: {
  order: OrderPayment["order"];
  payment: OrderPayment["payment"] | undefined;
}): Result<OrderPayment> {
  if (!payment) throw new Error(`A payment of order #${order.id} has an event but no attempt.`);
  if (payment.declineCode !== null)
    return refused(refuse.paymentDeclined(order.id, payment.id, payment.declineCode, order.actions));
  return ok({ order, payment });
}

function authorize(gateway: Gateway, { source }: PayOrderInput, { now }: CommandContext): Result<Authorization> {
  if (gateway.kind === "none") return refused(refuse.gatewayRequired());
  if (gateway.kind === "instant") return gateway.authorize(source, now);
  const masked = gateway.accept(source, now);
  if (!masked.ok) return masked;
  const askAgainAt = new Date(Date.parse(now) + remotePatienceMs).toISOString();
  return ok({ source: masked.value, answers: [{ status: "PROCESSING", reference: "", askAgainAt }] });
}

/** The answer to the nth attempt of an order, which is known only in the database; the last one repeats. */
function nextAnswer(answers: Authorization["answers"]) {
  const typed = answers.map((answer) => ({ ...answer, type: eventOfStatus[answer.status] }));
  return sql`(SELECT answer.value FROM json_each(${JSON.stringify(typed)}) AS answer WHERE answer.key =
    min((SELECT count(*) FROM ${payments} AS earlier WHERE earlier.order_id = ${orders.id}), ${typed.length - 1}))`;
}
