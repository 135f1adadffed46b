import type { EventType } from "@till/contracts";
import { type Actor, type CommandName, type OpenStatus, type Party, type Transition, transitions } from "@till/domain";
import { type Placeholder, type SQL, and, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { words } from "../schema/columns.ts";
import { orderEvents, orders, payments } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import type { Given } from "../statements/statement.ts";

/** What every command gives its statements: who acts, when, and under which names. */
export interface CommandValues {
  readonly commandId: string;
  readonly actorRole: Actor["role"];
  readonly actorId: string;
  readonly now: string;
  readonly idempotencyKey: string | null;
  readonly fingerprint: string;
}

type GivenCommand = Given<CommandValues>;

/** The event of a command, as the statements after its gate call it. */
export const event = alias(orderEvents, "event");

/** `FROM` has to say what the name stands for. */
export const fromEvent = sql`${orderEvents} AS ${event}`;

/** What the event of a command says besides who acts and when. */
export interface EventColumns {
  readonly type: EventType | SQL;
  readonly paymentId?: Placeholder;
  readonly refundId?: Placeholder;
  readonly amount?: SQL;
  readonly reason?: Placeholder | string;
  readonly data?: SQL;
}

/** The order that an event is about, its number among the order's events, and the command that it belongs to. */
interface Place {
  readonly orderId: SQL;
  readonly seq: SQL;
  readonly commandId: SQL | Placeholder;
}

/**
 * The gate of a command: its event, written only if the command is legal now. Every later statement of the batch acts
 * only on events that are still to be applied, so a command that is stale, illegal or a repeat changes nothing.
 * `from` is `FROM … WHERE …`: one row if the command is legal, none if it is not.
 */
export const writeEvent = (
  command: CommandName,
  { type, ...columns }: EventColumns & Place,
  from: SQL,
  given: Omit<GivenCommand, "commandId">,
) =>
  insertFrom(
    orderEvents,
    {
      command,
      type: sql`${type}`,
      actorRole: given.actorRole,
      actorId: given.actorId,
      at: given.now,
      idempotencyKey: given.idempotencyKey,
      fingerprint: given.fingerprint,
      ...columns,
    },
    from,
    // A repeated command, or a key that was used before.
    sql`ON CONFLICT DO NOTHING`,
  );

/** What must hold of an order besides the transition table, and what else the event is made from. */
export interface Condition {
  readonly join?: SQL;
  readonly provided?: SQL;
}

/** The gate of a command on an order that exists: the next event of that order, if the command is legal on it now. */
export const writeOrderEvent = (
  command: CommandName,
  { join, provided, ...columns }: EventColumns & Condition,
  given: Given<CommandValues & { id: number }>,
) =>
  writeEvent(
    command,
    { ...columns, orderId: sql`${orders.id}`, seq: sql`${orders.version} + 1`, commandId: given.commandId },
    sql`FROM ${orders} ${join ?? sql``} WHERE ${and(eq(orders.id, given.id), legal(command, given), provided)}`,
    given,
  );

/** The condition on `orders` under which the transition table allows the actor this command now. */
export function legal(command: CommandName, given: Pick<GivenCommand, "actorRole" | "actorId" | "now">): SQL {
  const allowed = transitions
    .filter((transition) => transition.command === command)
    .map((transition) => and(holds(transition, given.now), isParty(transition.by, given)));
  return or(...allowed) ?? sql`FALSE`;
}

/** The status is written out, not bound, so that SQLite can match it with the condition of a partial index. */
function holds({ from, paymentMethod, expiry, openAttempt }: Transition, now: GivenCommand["now"]): SQL | undefined {
  return and(
    sql`${orders.status} = ${words([from])}`,
    paymentMethod && sql`${orders.paymentMethod} = ${words([paymentMethod])}`,
    expiry === "before" ? or(isNull(orders.expiresAt), gt(orders.expiresAt, now)) : undefined,
    expiry === "after" ? lte(orders.expiresAt, now) : undefined,
    isOpenAttempt(openAttempt),
  );
}

/** The status list is that of the index `payments_one_open`, which finds the attempt. */
const isOpenAttempt = (allowed: readonly OpenStatus[]) =>
  sql`coalesce((SELECT attempt.status FROM ${payments} AS attempt WHERE attempt.order_id = ${orders.id}
    AND attempt.status IN ('REQUIRES_ACTION', 'PROCESSING')), '') IN (${words(allowed.map((status) => status ?? ""))})`;

/** The SQL twin of the domain's rule: a customer is a party as the owner of the order, others by their role. */
function isParty(parties: readonly Party[], { actorRole, actorId }: Pick<GivenCommand, "actorRole" | "actorId">) {
  const others = parties.filter((party) => party !== "owner");
  return or(
    parties.includes("owner") ? sql`(${actorRole} = 'customer' AND ${orders.userId} = ${actorId})` : undefined,
    others.length > 0 ? sql`${actorRole} IN (${words(others)})` : undefined,
  );
}

/**
 * `FROM …`: the events of commands whose effects are not applied yet, each with its order. Once the last statement of
 * the batch (`advance`) has moved the version of each order up to its event, there are none: a batch that is sent again
 * because its answer was lost finds nothing to do. `commandIds` is a value, or a subquery.
 */
export const applying = (commandIds: SQL | Placeholder): SQL =>
  sql`${fromEvent} JOIN ${orders} ON ${eq(orders.id, event.orderId)} AND ${isUnapplied(commandIds)}`;

export const isUnapplied = (commandIds: SQL | Placeholder): SQL =>
  sql`${event.commandId} IN (${commandIds}) AND ${gt(event.seq, orders.version)}`;
