import { expiredReason, till } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Database } from "../database.ts";
import { advance, announce, notify, release } from "../effects.ts";
import { applying, legal, writeEvent } from "../gate.ts";
import { orders } from "../schema/schema.ts";

/** How many orders one batch expires, so that none holds the write lock for long. */
const pieceSize = 100;

/**
 * Cancels orders that were not paid in time, the oldest first, a piece of them in one batch: their events gate all
 * that follows, as in every command. An order expires once, so the id of its command is made from its own id, and
 * sweeps that overlap or are sent again do nothing twice. Answers how many have expired.
 */
export async function expireOrders(db: Database, now: string): Promise<number> {
  const context = { actor: till, now, commandId: sql`'expire:' || ${orders.id}` };
  // Named, since the planner would rather visit every PENDING order: those paid in cash never expire.
  const due = sql`FROM ${orders} INDEXED BY orders_to_expire WHERE ${legal("expire", context)}
    ORDER BY ${orders.expiresAt}, ${orders.id} LIMIT ${pieceSize}`;
  const events = applying(sql`SELECT ${context.commandId} ${due}`);
  const gate = {
    command: "expire",
    input: {},
    type: "order.cancelled",
    orderId: sql`${orders.id}`,
    seq: sql`${orders.version} + 1`,
    reason: expiredReason,
    from: due,
  } as const;
  const results = await db.batch([
    writeEvent(db, gate, context),
    ...release(db, events),
    notify(db, events),
    announce(db, events),
    advance(db, { status: "CANCELLED", cancelledAt: now, cancelReason: expiredReason }, events),
    db.all<{ expired: number }>(sql`SELECT changes() AS expired`),
  ]);
  const [counted] = results.at(-1) as { expired: number }[];
  return counted?.expired ?? 0;
}
