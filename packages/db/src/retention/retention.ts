import { firstPurgeAt, keptSince } from "@till/domain";
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { apiKeys, notifications, webhookAttempts, webhookDeliveries } from "../schema/schema.ts";
import { notificationsFts } from "../statements/full-text.ts";
import { type Given, rawStatement } from "../statements/statement.ts";

/** What can be kept for some time only: messages and deliveries that have ended, and revoked API keys. */
export const keptKinds = ["messages", "deliveries", "revokedKeys"] as const;
type Kept = (typeof keptKinds)[number];

/** For how many days things are kept; null for ever. */
export type Retention = Readonly<Record<Kept, number | null>>;

/** How many rows a piece deletes at most, so that no batch holds the write lock for long. */
export const purgePieceSize = 200;

// The indexes have only rows that nothing is to be done with any more.
const messages = sql`FROM ${notifications} INDEXED BY notifications_kept WHERE next_attempt_at IS NULL`;
const deliveries = sql`FROM ${webhookDeliveries} INDEXED BY webhook_deliveries_kept WHERE next_attempt_at IS NULL`;
const revokedKeys = sql`FROM ${apiKeys} INDEXED BY api_keys_kept WHERE revoked_at IS NOT NULL`;

const selectOldest = rawStatement<Record<Kept, string | null>>(
  () => sql`SELECT (SELECT min(created_at) ${messages}) AS messages, (SELECT min(created_at) ${deliveries}) AS deliveries,
    (SELECT min(revoked_at) ${revokedKeys}) AS "revokedKeys"`,
);

/**
 * When the next rows of each kind have been kept long enough: ISO 8601, or null if none will be. One HTTP request, three
 * entries of indexes.
 */
export async function purgeTimes(db: Database, retention: Retention): Promise<Record<Kept, string | null>> {
  const [oldest] = await db.run(selectOldest({}));
  const timeOf = (kind: Kept) => {
    const [since, days] = [oldest?.[kind] ?? null, retention[kind]];
    return since === null || days === null ? null : firstPurgeAt(since, days);
  };
  return { messages: timeOf("messages"), deliveries: timeOf("deliveries"), revokedKeys: timeOf("revokedKeys") };
}

type Before = Given<{ before: string }>;

/** A piece of the rows that were done with before a time, the oldest first. */
const piece = (columns: SQL, rows: SQL, time: SQL, { before }: Before) =>
  sql`SELECT ${columns} ${rows} AND ${time} < ${before} ORDER BY ${time} LIMIT ${sql.raw(String(purgePieceSize))}`;

const createdAt = sql`created_at`;
const deleteFrom = (write: (given: Before) => SQL) => rawStatement<never, { before: string }>(write);
const countDeleted = rawStatement<{ rows: number }>(() => sql`SELECT changes() AS rows`);

/** The index keeps no text of its own, so it is told what to forget: https://www.sqlite.org/fts5.html#external_content_tables */
const forgetMessages = deleteFrom(
  (given) => sql`INSERT INTO ${notificationsFts} (${notificationsFts}, rowid, recipient, subject, text)
    SELECT 'delete', id, recipient, subject, text FROM ${notifications}
    WHERE text IS NOT NULL AND id IN (${piece(sql`id`, messages, createdAt, given)})`,
);
const deleteMessages = deleteFrom(
  (given) => sql`DELETE FROM ${notifications} WHERE id IN (${piece(sql`id`, messages, createdAt, given)})`,
);
const deleteAttempts = deleteFrom(
  (given) => sql`DELETE FROM ${webhookAttempts} WHERE delivery_id IN (${piece(sql`id`, deliveries, createdAt, given)})`,
);
const deleteDeliveries = deleteFrom(
  (given) => sql`DELETE FROM ${webhookDeliveries} WHERE id IN (${piece(sql`id`, deliveries, createdAt, given)})`,
);
const deleteRevokedKeys = deleteFrom(
  (given) => sql`DELETE FROM ${apiKeys} WHERE number IN (${piece(sql`number`, revokedKeys, sql`revoked_at`, given)})`,
);

/** The statements that delete a piece of a kind; the last one deletes what is counted. */
const deleting: Record<Kept, readonly ReturnType<typeof deleteFrom>[]> = {
  messages: [forgetMessages, deleteMessages],
  deliveries: [deleteAttempts, deleteDeliveries],
  revokedKeys: [deleteRevokedKeys],
};

/**
 * Deletes a piece of what has been kept for so many days, the oldest first. Returns how many rows it deleted:
 * `purgePieceSize` if there may be more. One HTTP request, harmless to repeat.
 */
export async function purge(db: Database, kind: Kept, { now, days }: { now: string; days: number }): Promise<number> {
  const before = keptSince(now, days);
  const results = await db.batch([...deleting[kind].map((one) => one({ before })), countDeleted({})]);
  const [counted] = results.at(-1) as { rows: number }[];
  return counted?.rows ?? 0;
}
