import type { EventType } from "@till/contracts";
import type { Actor, CommandName } from "@till/domain";
import { type Placeholder, type SQL, and, eq, gt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { orderEvents, orders } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import type { Given } from "../statements/statement.ts";
import { legal } from "./legal.ts";

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

/**
 * `FROM …`: the events of commands whose effects are not applied yet, each with its order. Once the last statement of
 * the batch (`advance`) has moved the version of each order up to its event, there are none: a batch that is sent again
 * because its answer was lost finds nothing to do. `whose` is the condition on `event` that names the commands.
 */
export const applying = (whose: SQL): SQL =>
  sql`${fromEvent} JOIN ${orders} ON ${eq(orders.id, event.orderId)} AND ${isUnapplied(whose)}`;

export const isUnapplied = (whose: SQL): SQL => sql`${whose} AND ${gt(event.seq, orders.version)}`;
