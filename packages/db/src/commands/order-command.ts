import type { EventType, Order, Payment, Refund, Refusal } from "@till/contracts";
import {
  type Actor,
  type CommandName,
  type Person,
  type Result,
  eventOfStatus,
  explainRefusal,
  maySee,
  messageEvents,
  ok,
  refuse,
  refused,
} from "@till/domain";
import { type SQL, eq, sql } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import { type OrderRow, selectOrders, toOrder } from "../orders/order-view.ts";
import { orderEvents, type orders } from "../schema/schema.ts";
import {
  type Bound,
  type Given,
  type Statement,
  type Written,
  givenValues,
  rawStatement,
  statement,
  statementOf,
} from "../statements/statement.ts";
import type { Command, CommandContext, Plan, Rows } from "./command.ts";
import { type CustomerValues, advance, announce, notify, saveCustomer } from "./effects.ts";
import { type Keyed, fingerprint } from "./fingerprint.ts";
import { type CommandValues, type Condition, type EventColumns, applying, event, writeOrderEvent } from "./gate.ts";

/** The events of one command whose effects are not applied yet. */
const isThisCommand = eq(event.commandId, givenValues<CommandValues>().commandId);
const events = applying(isThisCommand);

const saveCustomerStatement = statement(saveCustomer);
const announceStatement = rawStatement<{ id: number }, CommandValues>(() => sql`${announce(events)} RETURNING id`);

/**
 * The event of a command, or the one that the same caller wrote earlier under the same idempotency key. Written out,
 * because Drizzle's relational queries would take every column in it for one of theirs.
 */
const thisOrRepeated = (given: Given<CommandValues>): SQL =>
  sql`${orderEvents} AS event WHERE event.command_id = ${given.commandId}
    OR (event.actor_id = ${given.actorId} AND event.idempotency_key = ${given.idempotencyKey})`;

/** The order that the event of a command, or of the one that it repeats, is about. */
export const orderOfEvent = (given: Given<CommandValues>): SQL =>
  sql`(SELECT event.order_id FROM ${thisOrRepeated(given)})`;

interface WrittenEvent {
  readonly fingerprint: string;
  readonly paymentId: string | null;
  readonly refundId: string | null;
}

const eventStatement = statementOf<WrittenEvent, CommandValues>(
  (given) => sql`SELECT fingerprint, payment_id, refund_id FROM ${thisOrRepeated(given)}`,
  ([request, paymentId, refundId]) => ({ fingerprint: request, paymentId, refundId }) as WrittenEvent,
);

/** What every command reads back: its event, if there is one now, and the order. */
export interface ReadBack {
  readonly events: Bound<WrittenEvent[]>;
  readonly orders: Bound<OrderRow[]>;
}

/** What a command is made of. `Values` are what it gives its statements. */
interface Parts<Values extends CommandValues> {
  /** Its event, written only if the command is legal (see `gate.ts`). */
  readonly gate: Statement<Values, unknown>;
  /** Which order to read back. */
  readonly order: (given: Given<Values>) => SQL;
  readonly effects: readonly Statement<Values, unknown>[];
  /** How the order changes, besides its version. */
  readonly change: SQLiteUpdateSetSource<typeof orders>;
  /** Which events it can write. Of which of them customers get messages, `messageEvents` says. */
  readonly types: readonly EventType[];
}

/**
 * Puts the statements of a command together, in the one order that holds for all of them: the gate first, the customer
 * before the messages that go to them, the change of the order last, and then what is read back.
 */
export function assemble<Values extends CommandValues>({ gate, order, effects, change, types }: Parts<Values>) {
  const told = types.filter((type) => messageEvents.includes(type));
  const notifyStatement = rawStatement<{ id: number }, CommandValues>(() => sql`${notify(events, told)} RETURNING id`);
  const readOrder = selectOrders((given: Given<Values>) => sql`WHERE id = ${order(given)}`);
  const advanceStatement = statement<Written, CommandValues>(() => advance(change, isThisCommand));
  return (values: Values, actor: Actor): Plan<ReadBack> => ({
    writes: [
      gate(values),
      ...(actor.role === "customer" ? [saveCustomerStatement({ ...values, ...customerValues(actor) })] : []),
      ...effects.map((effect) => effect(values)),
    ],
    announcements: {
      ...(told.length > 0 && { messages: notifyStatement(values) }),
      webhooks: announceStatement(values),
    },
    advance: advanceStatement(values),
    reads: { events: eventStatement(values), orders: readOrder(values) },
  });
}

const customerValues = ({ name, email, phone, isNameless }: Person): CustomerValues => ({
  customerName: name,
  customerHasName: isNameless !== true,
  customerEmail: email,
  customerPhone: phone,
});

/** What every command gives its statements. `request` is what a repeat under the same idempotency key must ask for. */
export const commandValues = (
  command: CommandName,
  request: Keyed,
  { actor, now, commandId }: CommandContext,
): CommandValues => ({
  commandId,
  actorRole: actor.role,
  actorId: actor.id,
  now,
  idempotencyKey: request.idempotencyKey ?? null,
  fingerprint: fingerprint(command, request),
});

/** A command that was carried out, now or by the request that this one repeats: the order, and what it made. */
export interface Done {
  readonly order: Order;
  readonly payment: Payment | undefined;
  readonly refund: Refund | undefined;
}

/**
 * What came of a command, from the rows read back; null if its event was not written and no earlier request with its
 * key wrote one, so that the caller has to say why.
 */
export function outcomeOf(
  command: CommandName,
  rows: Rows<ReadBack>,
  request: Keyed,
  context: CommandContext,
): Result<Done> | null {
  const [written] = rows.events;
  if (!written) return null;
  if (written.fingerprint !== fingerprint(command, request))
    return refused(refuse.idempotencyKeyReused(request.idempotencyKey ?? ""));
  const [row] = rows.orders;
  if (!row) throw new Error(`The event of ${command} has no order.`);
  if (!maySee(row, context.actor)) return refused(refuse.orderNotFound(row.id));
  const order = toOrder(row, context);
  return ok({
    order,
    payment: order.payments.find(({ id }) => id === written.paymentId),
    refund: order.refunds.find(({ id }) => id === written.refundId),
  });
}

/** What a command on an order that exists says of itself. */
interface Definition<Input, Own extends object, Answer> {
  /** What it gives its statements, or why it is refused before any of them is sent. */
  readonly values: (input: Input, context: CommandContext) => Result<Own>;
  /** What its event says, and what must hold besides the transition table. */
  readonly event: (given: Given<CommandValues & Own>) => EventColumns & Condition;
  /** What it does besides: see `effects.ts`. */
  readonly effects?: (events: SQL, given: Given<CommandValues & Own>) => readonly Written[];
  /** How it changes its order. */
  readonly change: SQLiteUpdateSetSource<typeof orders>;
  readonly answer: (done: Done) => Result<Answer>;
  /** What a repeat must ask for, and the id of the command, where they are not the input and a new one. */
  readonly identity?: (input: Input) => { readonly request: Keyed; readonly commandId: string };
  /** Why it was refused, where the transition table does not say. */
  readonly whyNot?: (order: OrderRow, input: Input, context: CommandContext) => Refusal | null;
}

/**
 * Defines a command on an order that exists. What is the same for all of them is done here, so that none can forget it:
 * the gate, the customer, the messages and webhooks, the version of the order, the read-back and the refusal.
 */
export function orderCommand<Input extends Keyed & { readonly id: number }, Own extends object, Answer>(
  command: CommandName,
  { event: eventOf, effects, change, values, answer, identity, whyNot }: Definition<Input, Own, Answer>,
): Command<Input, Answer, ReadBack> {
  type Values = CommandValues & Own & { id: number };
  const given = givenValues<Values>();
  const ofOwn = given as unknown as Given<CommandValues & Own>;
  const ofOrder = given as unknown as Given<CommandValues & { id: number }>;
  const asStatement = (query: Written): Statement<Values, unknown> => statement<Written, Values>(() => query);
  const written = eventOf(ofOwn);
  const statementsOf = assemble<Values>({
    gate: asStatement(writeOrderEvent(command, written, ofOrder)),
    order: () => sql`${ofOrder.id}`,
    effects: (effects?.(events, ofOwn) ?? []).map(asStatement),
    change,
    // Where the event is not named, it is that of an attempt to pay, and the gateway's answer decides which.
    types: typeof written.type === "string" ? [written.type] : Object.values(eventOfStatus),
  });
  const identified = (input: Input, context: CommandContext) => {
    const { request, commandId } = identity?.(input) ?? { request: input, commandId: context.commandId };
    return { request, context: { ...context, commandId } };
  };
  return {
    plan(input, callersContext) {
      const own = values(input, callersContext);
      if (!own.ok) return own;
      const { request, context } = identified(input, callersContext);
      const all = { ...commandValues(command, request, context), ...own.value, id: input.id };
      return ok(statementsOf(all, context.actor));
    },

    read(rows, input, callersContext) {
      const { request, context } = identified(input, callersContext);
      const outcome = outcomeOf(command, rows, request, context);
      if (outcome !== null) return outcome.ok ? answer(outcome.value) : outcome;
      const [order] = rows.orders;
      const { actor, now } = context;
      if (!order || !maySee(order, actor)) return refused(refuse.orderNotFound(input.id));
      return refused(whyNot?.(order, input, context) ?? explainRefusal(command, order, actor, now));
    },
  };
}
