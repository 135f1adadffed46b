import { and, gt, min, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Connection } from "../database/connection.ts";
import { notifications, orders, payments, refunds, webhookDeliveries } from "../schema/schema.ts";
import { openForSetup } from "./open-for-setup.ts";

/**
 * When the next piece of work is due that a sweep does, of what is due later than `after`: ISO 8601 with milliseconds, or
 * null if there is none. One HTTP request; each table is asked for the first entry of an index.
 */
export async function nextDueAt(connection: Connection, after: string): Promise<string | null> {
  const db = openForSetup(connection);
  const firstOf = (column: SQLiteColumn, only = sql`TRUE`) =>
    db
      .select({ at: min(column) })
      .from(column.table)
      .where(and(only, gt(column, after)));
  const found = await db.batch([
    firstOf(orders.expiresAt, sql`${orders.status} = 'PENDING'`),
    firstOf(notifications.nextAttemptAt),
    firstOf(webhookDeliveries.nextAttemptAt),
    firstOf(payments.nextAttemptAt),
    firstOf(refunds.nextAttemptAt),
  ]);
  const times = found.flatMap(([row]) => (typeof row?.at === "string" ? [row.at] : []));
  return times.toSorted()[0] ?? null;
}
