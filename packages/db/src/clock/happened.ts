import { type Happened, limits } from "@till/contracts";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { notifications, orderEvents, webhookAttempts, webhookDeliveries } from "../schema/schema.ts";
import { type Given, rawStatement } from "../statements/statement.ts";

/** The last rows before a change of the clock. Everything after them is new. */
export interface HappenedBefore {
  readonly eventId: number;
  readonly attemptRow: number;
}

const selectBefore = rawStatement<HappenedBefore>(
  () => sql`SELECT (SELECT coalesce(max(id), 0) FROM ${orderEvents}) AS eventId,
    (SELECT coalesce(max(rowid), 0) FROM ${webhookAttempts}) AS attemptRow`,
);

interface Span extends HappenedBefore {
  /** ISO 8601. Messages that were sent or failed later than this. */
  readonly from: string;
}

const selectHappened = rawStatement<Happened, Span>(
  ({ eventId, attemptRow, from }: Given<Span>) => sql`SELECT at, type, order_id AS orderId, id FROM (
    SELECT at, 0 AS rank, type, order_id, CAST(id AS TEXT) AS id, id AS nth FROM ${orderEvents} WHERE id > ${eventId}
    UNION ALL SELECT coalesce(sent_at, failed_at), 1, iif(sent_at IS NULL, 'message.failed', 'message.sent'), order_id,
      CAST(id AS TEXT), id FROM ${notifications} WHERE sent_at > ${from} OR failed_at > ${from}
    UNION ALL SELECT attempt.at, 2, iif(response_status BETWEEN 200 AND 299, 'webhook.delivered', 'webhook.failed'),
      order_id, message_id, attempt.rowid FROM ${webhookAttempts} AS attempt
      JOIN ${webhookDeliveries} AS delivery ON delivery.id = delivery_id WHERE attempt.rowid > ${attemptRow})
    ORDER BY at, rank, nth LIMIT ${sql.raw(String(limits.happened))}`,
);

/** Marks the current end of the events and attempts. One HTTP request. */
export async function beforeItHappens(db: Database): Promise<HappenedBefore> {
  const [before] = await db.run(selectBefore({}));
  return before ?? { eventId: 0, attemptRow: 0 };
}

/** What happened to the orders of a till since a mark, in order. `from` is the time of the mark. One HTTP request. */
export const whatHappened = (db: Database, before: HappenedBefore, from: string): Promise<Happened[]> =>
  db.run(selectHappened({ ...before, from }));
