import { type SQL, sql } from "drizzle-orm";
import { type SQLiteTable, integer, sqliteTable } from "drizzle-orm/sqlite-core";

const rowid = () => integer("rowid").notNull();

/** The full-text indexes. The migrations make them by hand, because Drizzle has no virtual tables. */
export const productsFts = sqliteTable("products_fts", { rowid: rowid() });
export const ordersFts = sqliteTable("orders_fts", { rowid: rowid() });
export const notificationsFts = sqliteTable("notifications_fts", { rowid: rowid() });

/**
 * A word as the index has it: letters and digits with the marks that belong to them, and the joiners between them.
 * A mark that stands apart, such as a vowel sign of Hindi or the accent of a decomposed `é`, is part of its word.
 */
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d]*/gu;

/**
 * The entries of a full-text index that have every word of a text, or a word that begins with it. Each word is quoted
 * for FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax), so that no sign in it has a meaning. Where the
 * tokenizer of the index cuts a quoted word into pieces, FTS5 looks for the pieces next to each other.
 */
export function hasWords(index: SQLiteTable, search: string): SQL {
  const words = search.normalize("NFC").match(word) ?? [];
  if (words.length === 0) return sql`FALSE`;
  return sql`${index} MATCH ${words.map((one) => `"${one}"*`).join(" ")}`;
}
