import type { EventType } from "@till/contracts";
import type { Actor, CommandName } from "@till/domain";
import { type Placeholder, type SQL, and, eq, gt, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { orderEvents, orders } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import type { Given } from "../statements/statement.ts";
import { legal } from "./legal.ts";

/** The values that every command binds: the actor, the time and the ids. */
export interface CommandValues {
  readonly commandId: string;
  readonly actorRole: Actor["role"];
  readonly actorId: string;
  readonly now: string;
  readonly idempotencyKey: string | null;
  readonly fingerprint: string;
}

type GivenCommand = Given<CommandValues>;

/** The event of a command, by the name that the statements after its gate use. */
export const event = alias(orderEvents, "event");

/** The `FROM` item that declares that name. */
export const fromEvent = sql`${orderEvents} AS ${event}`;

/** The columns of a command's event besides actor and time. */
export interface EventColumns {
  readonly type: EventType | SQL;
  readonly paymentId?: Placeholder | SQL;
  readonly refundId?: Placeholder;
  readonly amount?: SQL;
  readonly reason?: Placeholder | SQL | string;
  readonly data?: SQL;
}

/** The order of an event, the event's number within the order, and its command. */
interface Place {
  readonly orderId: SQL;
  readonly seq: SQL;
  readonly commandId: SQL | Placeholder;
}

/**
 * The gate of a command: it writes the event only if the command is legal now. Every later statement of the batch acts
 * only on events that are not applied yet, so a stale, illegal or repeated command changes nothing.
 * `from` is `FROM … WHERE …`: one row if the command is legal, none otherwise.
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
    // The command is a repeat, or the key was used before.
    sql`ON CONFLICT DO NOTHING`,
  );

/** What must hold for an order besides the transition table, and the other sources of the event's columns. */
export interface Condition {
  readonly join?: SQL;
  readonly provided?: SQL;
}

/** The gate of a command on an existing order: writes the order's next event if the command is legal now. */
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
 * `FROM …`: the events of commands whose effects are not applied yet, each with its order. The last statement of the
 * batch (`advance`) sets each order's version to its event, and then this finds none. So a batch that is sent again
 * after a lost answer has nothing to do. `whose` is a condition on `event` that selects the commands.
 */
export const applying = (whose: SQL): SQL =>
  sql`${fromEvent} JOIN ${orders} ON ${eq(orders.id, event.orderId)} AND ${isUnapplied(whose)}`;

export const isUnapplied = (whose: SQL): SQL => sql`${whose} AND ${gt(event.seq, orders.version)}`;
