import type { EventType } from "@till/contracts";
import { expiredReason, till } from "@till/domain";
import { sql } from "drizzle-orm";
import { fingerprint } from "../commands/fingerprint.ts";
import { advance, announce, notify, release } from "../commands/effects.ts";
import { type CommandValues, applying, event, writeEvent } from "../commands/gate.ts";
import { legal } from "../commands/legal.ts";
import type { Database } from "../database/database.ts";
import { orders } from "../schema/schema.ts";
import { type Written, givenValues, rawStatement, statement } from "../statements/statement.ts";

/** The most orders that one batch expires, so that no batch holds the write lock for long. */
const pieceSize = 100;

type Values = Omit<CommandValues, "commandId">;
const given = givenValues<Values>();

/** An order expires once, so its command id is made from its own id. */
const commandId = sql`'expire:' || ${orders.id}`;

/** Oldest first. The index is named because the planner prefers to scan all PENDING orders. */
const due = sql`FROM ${orders} INDEXED BY orders_to_expire WHERE ${legal("expire", given)}
  ORDER BY ${orders.expiresAt}, ${orders.id} LIMIT ${sql.raw(String(pieceSize))}`;

const isDue = sql`${event.commandId} IN (SELECT ${commandId} ${due})`;
const events = applying(isDue);

const type: EventType = "order.cancelled";

const statements = [
  writeEvent(
    "expire",
    {
      type,
      orderId: sql`${orders.id}`,
      seq: sql`${orders.version} + 1`,
      commandId,
      reason: expiredReason,
    },
    due,
    given,
  ),
  ...release("ORDER_EXPIRED", events),
  notify(events, [type]),
  announce(events),
  advance(
    {
      status: "CANCELLED",
      cancelledAt: sql`${event.at}`,
      cancelReason: sql`${event.reason}`,
      cancelCause: "EXPIRED",
    },
    isDue,
  ),
].map((query) => statement<Written, Values>(() => query));

const countChanged = rawStatement<{ expired: number }>(() => sql`SELECT changes() AS expired`);

/**
 * Cancels orders that were not paid in time, oldest first, up to `pieceSize` in one batch. Their events gate the
 * effects, as in every command, so overlapping or repeated sweeps do nothing twice. Returns how many orders expired.
 * One HTTP request.
 */
export async function expireOrders(db: Database, now: string): Promise<number> {
  const values: Values = {
    actorRole: till.role,
    actorId: till.id,
    now,
    idempotencyKey: null,
    fingerprint: fingerprint("expire", {}),
  };
  const results = await db.batch([...statements.map((one) => one(values)), countChanged({})]);
  const [counted] = results.at(-1) as { expired: number }[];
  return counted?.expired ?? 0;
}
