import type { EventType } from "@till/contracts";
import { type Actor, type CommandName, type Party, type Transition, transitions } from "@till/domain";
import { type SQL, and, eq, gt, isNull, or, sql } from "drizzle-orm";
import type { CommandContext } from "./command.ts";
import type { Database } from "./database.ts";
import { fingerprint } from "./fingerprint.ts";
import { insertFrom } from "./insert-from.ts";
import { orderEvents, orders } from "./schema/schema.ts";

/** What the first statement of a command writes, and when it may. */
export interface Gate {
  readonly command: CommandName;
  readonly input: { readonly idempotencyKey?: string | undefined };
  readonly type: EventType | SQL;
  readonly orderId: SQL | number;
  readonly seq: SQL | number;
  readonly paymentId?: string;
  readonly reason?: string | null;
  /** `FROM … WHERE …`: one row if the command is legal now, none if it is not. */
  readonly from: SQL;
}

/**
 * The gate of a command: its event, written only if the command is legal now. Every later statement of the batch acts
 * only on `applying` rows, so a command that is stale, illegal or a repeat changes nothing.
 */
export const writeEvent = (db: Database, gate: Gate, { actor, now, commandId }: CommandContext) =>
  insertFrom(
    db,
    orderEvents,
    {
      orderId: sql`${gate.orderId}`,
      seq: sql`${gate.seq}`,
      commandId,
      command: gate.command,
      type: sql`${gate.type}`,
      actorRole: actor.role,
      actorId: actor.id,
      at: now,
      idempotencyKey: gate.input.idempotencyKey ?? null,
      fingerprint: fingerprint(gate.command, gate.input),
      paymentId: gate.paymentId ?? null,
      reason: gate.reason ?? null,
    },
    gate.from,
  );

/**
 * The event of this command while its effects are not applied yet, as the rows of a subquery named `order_events`.
 * Once the last statement of the batch (`advance`) has moved the order's version up to the event, there is none: a
 * batch that is sent again because its answer was lost finds nothing left to do.
 */
export const applying = (commandId: string): SQL =>
  sql`(SELECT event.* FROM ${orderEvents} AS event LEFT JOIN ${orders} AS subject ON subject.id = event.order_id
    WHERE event.command_id = ${commandId} AND event.seq > coalesce(subject.version, 0)) AS ${orderEvents}`;

/** The rows of `orders` on which the transition table allows this actor this command now. */
export function legalOrders(command: CommandName, id: number, { actor, now }: CommandContext): SQL {
  const legal = transitions
    .filter((transition) => transition.command === command)
    .map((transition) => and(holds(transition, now), isParty(actor, transition.by)));
  return sql`FROM ${orders} WHERE ${and(eq(orders.id, id), or(...legal))}`;
}

function holds({ from, paymentMethod, untilExpiry }: Transition, now: string): SQL | undefined {
  return and(
    eq(orders.status, from),
    paymentMethod && eq(orders.paymentMethod, paymentMethod),
    untilExpiry && or(isNull(orders.expiresAt), gt(orders.expiresAt, now)),
  );
}

/** The SQL twin of the domain's rule: a customer is a party as the owner of the order, others by their role. */
function isParty(actor: Actor, parties: readonly Party[]): SQL | undefined {
  if (actor.role === "customer") return parties.includes("owner") ? eq(orders.userId, actor.id) : sql`FALSE`;
  return parties.includes(actor.role) ? undefined : sql`FALSE`;
}
