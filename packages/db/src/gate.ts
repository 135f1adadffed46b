import type { EventType } from "@till/contracts";
import { type Actor, type CommandName, type OpenStatus, type Party, type Transition, transitions } from "@till/domain";
import { type SQL, and, eq, gt, isNull, lte, or, sql } from "drizzle-orm";
import type { CommandContext } from "./command.ts";
import type { Database } from "./database.ts";
import { type Keyed, fingerprint } from "./fingerprint.ts";
import { insertFrom } from "./insert-from.ts";
import { words } from "./schema/columns.ts";
import { orderEvents, orders, payments } from "./schema/schema.ts";

/** What the first statement of a command writes, and when it may. */
export interface Gate {
  readonly command: CommandName;
  readonly input: Keyed;
  readonly type: EventType | SQL;
  readonly orderId: SQL | number;
  readonly seq: SQL | number;
  readonly paymentId?: SQL | string;
  readonly refundId?: string;
  readonly amount?: SQL | number;
  readonly reason?: string | null;
  /** `FROM … WHERE …`: one row if the command is legal now, none if it is not. */
  readonly from: SQL;
}

/**
 * The gate of a command: its event, written only if the command is legal now. Every later statement of the batch acts
 * only on `applying` rows, so a command that is stale, illegal or a repeat changes nothing.
 */
export const writeEvent = (
  db: Database,
  gate: Gate,
  { actor, now, commandId }: Pick<CommandContext, "actor" | "now"> & { readonly commandId: SQL | string },
) =>
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
      refundId: gate.refundId ?? null,
      amount: gate.amount ?? null,
      reason: gate.reason ?? null,
    },
    gate.from,
    // A repeated command, or a key that was used before.
    sql`ON CONFLICT DO NOTHING`,
  );

/**
 * Events whose effects are not applied yet, as the rows of a subquery named `order_events`: those with the given
 * command ids (a value, or a subquery). Once the last statement of the batch (`advance`) has moved the version of each
 * order up to its event, there are none: a batch that is sent again because its answer was lost finds nothing to do.
 */
export const applying = (commandIds: SQL | string): SQL =>
  sql`(SELECT event.* FROM ${orderEvents} AS event LEFT JOIN ${orders} AS subject ON subject.id = event.order_id
    WHERE event.command_id IN (${commandIds}) AND event.seq > coalesce(subject.version, 0)) AS ${orderEvents}`;

/** The condition on `orders` under which the transition table allows this actor this command now. */
export function legal(command: CommandName, { actor, now }: Pick<CommandContext, "actor" | "now">): SQL {
  const allowed = transitions
    .filter((transition) => transition.command === command)
    .map((transition) => and(holds(transition, now), isParty(actor, transition.by)));
  return or(...allowed) ?? sql`FALSE`;
}

/** What the event of a command on an order that exists says, and what else must hold besides the transition table. */
interface OrderGate extends Omit<Gate, "orderId" | "seq" | "from"> {
  readonly id: number;
  readonly provided?: SQL;
}

/** The gate of a command on an order that exists: the next event of that order, if the command is legal on it now. */
export const writeOrderEvent = (db: Database, { id, provided, ...gate }: OrderGate, context: CommandContext) =>
  writeEvent(
    db,
    {
      ...gate,
      orderId: sql`${orders.id}`,
      seq: sql`${orders.version} + 1`,
      from: sql`FROM ${orders} WHERE ${and(eq(orders.id, id), legal(gate.command, context), provided)}`,
    },
    context,
  );

/** The status is written out, not bound, so that SQLite can match it with the condition of a partial index. */
function holds({ from, paymentMethod, expiry, openAttempt, hasBalance }: Transition, now: string): SQL | undefined {
  return and(
    sql`${orders.status} = ${words([from])}`,
    paymentMethod && eq(orders.paymentMethod, paymentMethod),
    expiry === "before" ? or(isNull(orders.expiresAt), gt(orders.expiresAt, now)) : undefined,
    expiry === "after" ? lte(orders.expiresAt, now) : undefined,
    isOpenAttempt(openAttempt),
    hasBalance && gt(orders.totalAmount, orders.refundedAmount),
  );
}

/** The status list is that of the index `payments_one_open`, which finds the attempt. */
const isOpenAttempt = (allowed: readonly OpenStatus[]) =>
  sql`coalesce((SELECT attempt.status FROM ${payments} AS attempt WHERE attempt.order_id = ${orders.id}
    AND attempt.status IN ('REQUIRES_ACTION', 'PROCESSING')), '') IN (${words(allowed.map((status) => status ?? ""))})`;

/** The SQL twin of the domain's rule: a customer is a party as the owner of the order, others by their role. */
function isParty(actor: Actor, parties: readonly Party[]): SQL | undefined {
  if (actor.role === "customer") return parties.includes("owner") ? eq(orders.userId, actor.id) : sql`FALSE`;
  return parties.includes(actor.role) ? undefined : sql`FALSE`;
}
