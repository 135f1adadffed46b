import { type SQL, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Database } from "../database/database.ts";
import { notifications, orders, payments, refunds, tills, webhookDeliveries } from "../schema/schema.ts";
import { type Given, rawStatement } from "../statements/statement.ts";

/** The first time in a column later than `after`: one entry of its index. */
const firstOf = ({ after }: Given<{ after: string }>, column: SQLiteColumn, only: SQL = sql`TRUE`) =>
  sql`SELECT min(${column}) AS at FROM ${column.table} WHERE ${only} AND ${column} > ${after}`;

const selectNext = rawStatement<{ at: string | null }, { after: string }>((given) => {
  const firsts = [
    firstOf(given, orders.expiresAt, sql`${orders.status} = 'PENDING'`),
    firstOf(given, notifications.nextAttemptAt),
    firstOf(given, webhookDeliveries.nextAttemptAt),
    firstOf(given, payments.nextAttemptAt),
    firstOf(given, refunds.nextAttemptAt),
    firstOf(given, tills.nextDueAt, sql`${tills.state} = 'READY'`),
    firstOf(given, tills.expiresAt),
  ];
  return sql`SELECT min(at) AS at FROM (${sql.join(firsts, sql` UNION ALL `)})`;
});

/**
 * When the next piece of work is due that a sweep does, of what is due later than `after`: ISO 8601 with milliseconds, or
 * null if there is none. One HTTP request; each table is asked for the first entry of an index.
 */
export async function nextDueAt(db: Database, after = ""): Promise<string | null> {
  const [next] = await db.run(selectNext({ after }));
  return next?.at ?? null;
}
