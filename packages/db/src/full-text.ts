import { type SQL, sql } from "drizzle-orm";
import { type SQLiteTable, integer, sqliteTable } from "drizzle-orm/sqlite-core";

const rowid = () => integer("rowid").notNull();

/** The full-text indexes, which the migrations make by hand: Drizzle knows no virtual tables. */
export const productsFts = sqliteTable("products_fts", { rowid: rowid() });
export const ordersFts = sqliteTable("orders_fts", { rowid: rowid() });
export const notificationsFts = sqliteTable("notifications_fts", { rowid: rowid() });

/**
 * The entries of a full-text index that have every word of a text, or a word that begins with it. Each word is quoted
 * for FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax), so that no sign in it has a meaning.
 */
export function hasWords(index: SQLiteTable, search: string): SQL {
  const words = search.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return sql`FALSE`;
  return sql`${index} MATCH ${words.map((word) => `"${word}"*`).join(" ")}`;
}
