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
  once,
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
 * The event of a command, or the event that the same caller wrote earlier under the same idempotency key. It is raw
 * SQL, because Drizzle's relational queries would take every column in it for one of their own.
 */
export const thisOrRepeated = (given: Given<CommandValues>): SQL =>
  sql`${orderEvents} AS event WHERE event.command_id = ${given.commandId}
    OR (event.actor_id = ${given.actorId} AND event.idempotency_key = ${given.idempotencyKey})`;

/** The order of a command's event, or of the event that the command repeats. */
export const orderOfEvent = (given: Given<CommandValues>): SQL =>
  sql`(SELECT event.order_id FROM ${thisOrRepeated(given)})`;

interface WrittenEvent {
  readonly fingerprint: string;
  readonly commandId: string;
  readonly paymentId: string | null;
  readonly refundId: string | null;
  /** JSON: what the gateway said of an attempt besides its outcome. */
  readonly besides: string | null;
}

const eventStatement = statementOf<WrittenEvent, CommandValues>(
  (given) =>
    sql`SELECT fingerprint, command_id, payment_id, refund_id, data -> '$.besides' FROM ${thisOrRepeated(given)}`,
  ([request, commandId, paymentId, refundId, besides]) =>
    ({ fingerprint: request, commandId, paymentId, refundId, besides }) as WrittenEvent,
);

/** What every command reads back: its event, if one exists now, and the order. */
export interface ReadBack {
  readonly events: Bound<WrittenEvent[]>;
  readonly orders: Bound<OrderRow[]>;
}

/** The parts of a command. `Values` are what it binds. */
interface Parts<Values extends CommandValues> {
  /** Writes the event, only if the command is legal (see `gate.ts`). */
  readonly gate: Statement<Values, unknown>;
  /** Selects the order to read back. */
  readonly order: (given: Given<Values>) => SQL;
  readonly effects: readonly Statement<Values, unknown>[];
  /** The change to the order, besides its version. */
  readonly change: SQLiteUpdateSetSource<typeof orders>;
  /** Which events it can write. Of which of them customers get messages, `messageEvents` says. */
  readonly types: readonly EventType[];
  /** Customers get no messages of what they have done themselves a moment ago. */
  readonly isSilent?: boolean;
}

/**
 * Assembles the statements of a command in the one order that holds for all: the gate first, the customer before the
 * messages to them, the change of the order last, then the read-back.
 */
export function assemble<Values extends CommandValues>({
  gate,
  order,
  effects,
  change,
  types,
  isSilent = false,
}: Parts<Values>) {
  const told = isSilent ? [] : types.filter((type) => messageEvents.includes(type));
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

/** The values that every command binds. A repeat under the same idempotency key must have the same `request`. */
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

/** A command that was carried out, now or by the request that this one repeats: the order and what was created. */
export interface Done {
  readonly order: Order;
  readonly payment: Payment | undefined;
  readonly refund: Refund | undefined;
  /** Whether an earlier request has done it. */
  readonly isRepeat: boolean;
  /** JSON: what the gateway said of an attempt besides its outcome. */
  readonly besides: string | null;
}

/**
 * The outcome of a command, from the rows read back. It is null if no event was written, now or earlier under its key:
 * the caller then has to find the reason.
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
    isRepeat: written.commandId !== context.commandId,
    besides: written.besides,
  });
}

/** The definition of a command on an existing order. */
interface Definition<Input, Own extends object, Answer> {
  /** The values that it binds, or a refusal before any statement is sent. */
  readonly values: (input: Input, context: CommandContext) => Result<Own>;
  /** Which events it can write, if SQL decides. By default the one that it names, or the end of an attempt to pay. */
  readonly types?: readonly EventType[];
  readonly isSilent?: boolean;
  /** The columns of its event, and what must hold besides the transition table. */
  readonly event: (given: Given<CommandValues & Own>) => EventColumns & Condition;
  /** Its other effects: see `effects.ts`. */
  readonly effects?: (events: SQL, given: Given<CommandValues & Own>) => readonly Written[];
  /** The change to its order. */
  readonly change: SQLiteUpdateSetSource<typeof orders>;
  readonly answer: (done: Done) => Result<Answer>;
  /** The request to compare repeats with and the command id. By default the input and a new id. */
  readonly identity?: (input: Input) => { readonly request: Keyed; readonly commandId: string };
  /** The reason for a refusal that the transition table does not explain. */
  readonly whyNot?: (order: OrderRow, input: Input, context: CommandContext) => Refusal | null;
}

/**
 * Defines a command on an existing order. Everything that all such commands share is done here, so that none can forget
 * it: the gate, the customer, messages and webhooks, the order's version, the read-back and the refusal.
 */
export function orderCommand<Input extends Keyed & { readonly id: number }, Own extends object, Answer>(
  command: CommandName,
  {
    event: eventOf,
    types,
    isSilent = false,
    effects,
    change,
    values,
    answer,
    identity,
    whyNot,
  }: Definition<Input, Own, Answer>,
): Command<Input, Answer, ReadBack> {
  type Values = CommandValues & Own & { id: number };
  const given = givenValues<Values>();
  const ofOwn = given as unknown as Given<CommandValues & Own>;
  const ofOrder = given as unknown as Given<CommandValues & { id: number }>;
  const asStatement = (query: Written): Statement<Values, unknown> => statement<Written, Values>(() => query);
  // Written with the first command: a Worker gives few of all the commands.
  const statements = once(() => {
    const written = eventOf(ofOwn);
    return assemble<Values>({
      gate: asStatement(writeOrderEvent(command, written, ofOrder)),
      order: () => sql`${ofOrder.id}`,
      effects: (effects?.(events, ofOwn) ?? []).map(asStatement),
      change,
      isSilent,
      // Where the event is not named, it is that of an attempt to pay, and the gateway's answer decides which.
      types: types ?? (typeof written.type === "string" ? [written.type] : Object.values(eventOfStatus)),
    });
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
      return ok(statements()(all, context.actor));
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
