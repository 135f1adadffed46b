import type { OrderPayment, PayOrderInput, ScenarioFault } from "@till/contracts";
import {
  type AttemptAnswer,
  type Authorization,
  type Gateway,
  type Result,
  eventOfStatus,
  explainRefusal,
  idOfCommand,
  isLegal,
  later,
  ok,
  openPayment,
  refuse,
  refused,
} from "@till/domain";
import { type Placeholder, type SQL, sql } from "drizzle-orm";
import type { CommandContext } from "../commands/command.ts";
import { closeAttempts, insertPayment, paidIfSucceeded, toSourceColumn } from "../commands/effects.ts";
import { attemptsOfOrder } from "../commands/legal.ts";
import { type Done, orderCommand } from "../commands/order-command.ts";
import { orders, payments } from "../schema/schema.ts";
import type { Given } from "../statements/statement.ts";

/** How long a remote gateway may work on an attempt before Till asks for its state, in milliseconds. */
const remotePatienceMs = 60_000;

/** The answer to the nth attempt of an order. Only the database knows n. The last answer repeats. */
const joinNextAnswer = (answers: Placeholder) =>
  sql`JOIN json_each(${answers}) AS answer ON answer.key = min(json_array_length(${answers}) - 1, ${attemptsOfOrder})`;

/** What `payOrder` and `replaceAttempt` share. `answerToKeep` is what the event keeps of the answer. */
const paying = (answerToKeep: SQL) => ({
  values: (input: PayOrderInput, { gateway, now, commandId }: CommandContext) => {
    const authorization = authorize(gateway, input, now);
    if (!authorization.ok) return authorization;
    const { source, answers } = authorization.value;
    const typed = answers.map((answer) => ({
      ...answer,
      type: eventOfStatus[answer.status],
      besides: besidesOf(answer, nameOf(gateway)),
    }));
    return ok({
      paymentId: `pay_${idOfCommand(commandId)}`,
      gateway: nameOf(gateway),
      source: toSourceColumn(source),
      answers: JSON.stringify(typed),
    });
  },
  event: (given: Given<Paying>) => ({
    type: sql`answer.value ->> 'type'`,
    paymentId: given.paymentId,
    data: answerToKeep,
    join: joinNextAnswer(given.answers),
  }),
  change: paidIfSucceeded,
  answer: attemptOf,
});

/** What an attempt binds. */
interface Paying {
  readonly paymentId: string;
  readonly gateway: string;
  readonly source: string;
  /** JSON: an array of `AttemptAnswer`. */
  readonly answers: string;
}

const insertAttempt = (events: SQL, given: Given<Paying>) =>
  insertPayment(events, {
    status: sql`data ->> 'status'`,
    source: given.source,
    gateway: given.gateway,
    declineCode: sql`data ->> 'declineCode'`,
    reference: sql`data ->> 'reference'`,
    settledAt: sql`iif(data ->> 'status' IN ('SUCCEEDED', 'FAILED'), at, NULL)`,
    nextAttemptAt: sql`data ->> 'askAgainAt'`,
  });

/**
 * Pays an ONLINE order: one attempt at the gateway. A declined attempt is recorded and the order stays payable. The
 * answer of an instant gateway is part of the batch. For a remote gateway the attempt is recorded as PROCESSING; the
 * caller calls the gateway after that, and `settlePayment` records the answer.
 */
export const payOrder = orderCommand("pay", {
  ...paying(sql`answer.value`),
  effects: (events, given) => [insertAttempt(events, given)],
});

/** The attempt of an order that waits for its customer on Till's own page. */
const waiting = sql`(SELECT open.id FROM ${payments} AS open
  WHERE open.order_id = ${orders.id} AND open.status = 'REQUIRES_ACTION')`;

/**
 * Pays an ONLINE order like `payOrder`, and ends an attempt that waits for its customer on Till's own page, in one batch.
 * An attempt that is PROCESSING is not touched: its gateway may have taken money.
 */
export const replaceAttempt = orderCommand("replace", {
  ...paying(sql`json_set(answer.value, '$.replaced', ${waiting})`),
  effects: (events, given) => [closeAttempts(events, "attempt_replaced"), insertAttempt(events, given)],
  // An attempt is given up only for one that can be made.
  whyNot(order, _input, { actor, now }) {
    const open = openPayment(order);
    const given = order.payments.map((attempt) =>
      attempt === open ? { ...attempt, status: "FAILED" as const } : attempt,
    );
    const without = { ...order, payments: given };
    return isLegal("replace", without, actor, now) ? null : explainRefusal("replace", without, actor, now);
  },
});

function attemptOf({ payment, isRepeat, besides, ...done }: Done): Result<Attempted> {
  if (!payment) throw new Error(`A payment of order #${done.order.id} has an event but no attempt.`);
  return ok({ result: paymentOf({ ...done, payment }), paymentId: payment.id, isRepeat, ...readBesides(besides) });
}

/** An attempt that was made, now or by the request that this one repeats. */
export interface Attempted extends Besides {
  /** The order and the attempt. A declined attempt is a refusal. */
  readonly result: Result<OrderPayment>;
  readonly paymentId: string;
  readonly isRepeat: boolean;
}

/** What the gateway says of an attempt besides its outcome. */
interface Besides {
  /** When the gateway is to be asked about it, ISO 8601; null if it is not. */
  readonly askAgainAt: string | null;
  /** What becomes of the answer on its way to the caller, as a simulated gateway scripts it. */
  readonly fault: ScenarioFault | null;
  /** The name of the gateway that the attempt is made at. A repeat may come after a change of gateway. */
  readonly gateway?: string;
}

const nothingBesides: Besides = { askAgainAt: null, fault: null };

const nameOf = (gateway: Gateway): string => (gateway.kind === "none" ? "" : gateway.name);

const besidesOf = (answer: AttemptAnswer, gateway: string): Besides => ({
  gateway,
  askAgainAt: ("askAgainAt" in answer ? answer.askAgainAt : null) ?? null,
  fault: answer.fault ?? null,
});

const readBesides = (json: string | null): Besides => (json === null ? nothingBesides : (JSON.parse(json) as Besides));

/** The order and the attempt of a payment that was carried out. A declined attempt is a refusal. */
export function paymentOf({ order, payment }: Pick<Done, "order" | "payment">): Result<OrderPayment> {
  if (!payment) throw new Error(`A payment of order #${order.id} has an event but no attempt.`);
  if (payment.declineCode !== null) return refused(refuse.paymentDeclined(payment, payment.declineCode, order.actions));
  return ok({ order, payment });
}

function authorize(gateway: Gateway, { source }: PayOrderInput, now: string): Result<Authorization> {
  if (gateway.kind === "none") return refused(refuse.gatewayRequired());
  if (gateway.kind === "instant") return gateway.authorize(source, now);
  const masked = gateway.accept(source, now);
  if (!masked.ok) return masked;
  const askAgainAt = later(now, remotePatienceMs);
  return ok({ source: masked.value, answers: [{ status: "PROCESSING", reference: "", askAgainAt }] });
}
