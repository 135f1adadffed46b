import { type Placeholder, type SQL, sql } from "drizzle-orm";
import { type SQLiteTable, integer, sqliteTable } from "drizzle-orm/sqlite-core";

const rowid = () => integer("rowid").notNull();

/** The full-text indexes. The migrations create them by hand, because Drizzle has no virtual tables. */
export const productsFts = sqliteTable("products_fts", { rowid: rowid() });
export const ordersFts = sqliteTable("orders_fts", { rowid: rowid() });
export const notificationsFts = sqliteTable("notifications_fts", { rowid: rowid() });

/** The entries of a full-text index that match a query (see `wordsQuery`). */
export const matches = (index: SQLiteTable, query: Placeholder): SQL => sql`${index} MATCH ${query}`;

/**
 * A word as the index has it: letters and digits, the marks that belong to them, and the joiners in between. A separate
 * mark, such as a vowel sign of Hindi or the accent of a decomposed `é`, is part of its word.
 */
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u200c\u200d]*/gu;

/**
 * The FTS5 query for entries that have every word of a text, or a word that begins with it; null if the text has no
 * word. Each word is quoted (https://www.sqlite.org/fts5.html#full_text_query_syntax), so that no character in it is
 * syntax. If the tokenizer of the index splits a quoted word, FTS5 looks for the pieces next to each other.
 */
export function wordsQuery(search: string): string | null {
  const words = search.normalize("NFC").match(word) ?? [];
  return words.length === 0 ? null : words.map((one) => `"${one}"*`).join(" ");
}
