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

/** The numbers of due rows that are taken, and of those that are due by a time and not taken. */
export interface DueCount {
  readonly taken: number;
  readonly due: number;
  /** Differs when other rows are due. Work that is done can leave as much new work as it was. */
  readonly rows: string;
}

const selectCount = rawStatement<DueCount, { now: string }>(({ now }) => {
  const tables = [notifications, webhookDeliveries, payments, refunds];
  const each = tables.map(
    (
      table,
    ) => sql`SELECT count(*) FILTER (WHERE taken_by > '') AS taken, count(*) FILTER (WHERE taken_by IS NULL) AS due,
      total(rowid) AS ids FROM ${table} WHERE taken_by > '' OR next_attempt_at <= ${now}`,
  );
  const expiring = sql`SELECT 0, count(*), total(id) FROM ${orders} WHERE ${orders.status} = 'PENDING' AND ${orders.expiresAt} <= ${now}`;
  return sql`SELECT coalesce(sum(taken), 0) AS taken, coalesce(sum(due), 0) AS due, group_concat(due || ' ' || ids) AS rows
    FROM (${sql.join([...each, expiring], sql` UNION ALL `)})`;
});

/** How much work is due by a time. One HTTP request; it reads no more than what is due or taken. */
export async function countDue(db: Database, now: string): Promise<DueCount> {
  const [count] = await db.run(selectCount({ now }));
  return count ?? { taken: 0, due: 0, rows: "" };
}
