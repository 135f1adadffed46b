import { type Placeholder, type SQL, sql } from "drizzle-orm";
import { type SQLiteTable, integer, sqliteTable } from "drizzle-orm/sqlite-core";

const rowid = () => integer("rowid").notNull();

/** The full-text indexes, which the migrations make by hand: Drizzle knows no virtual tables. */
export const productsFts = sqliteTable("products_fts", { rowid: rowid() });
export const ordersFts = sqliteTable("orders_fts", { rowid: rowid() });
export const notificationsFts = sqliteTable("notifications_fts", { rowid: rowid() });

/** The entries of a full-text index that a query finds (see `wordsQuery`). */
export const matches = (index: SQLiteTable, query: Placeholder): SQL => sql`${index} MATCH ${query}`;

/**
 * The query of an FTS5 index for entries that have every word of a text, or a word that begins with it; null if the
 * text has no word. Each word is quoted (https://www.sqlite.org/fts5.html#full_text_query_syntax), so that no sign in
 * it has a meaning.
 */
export function wordsQuery(search: string): string | null {
  const words = search.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0 ? null : words.map((word) => `"${word}"*`).join(" ");
}
