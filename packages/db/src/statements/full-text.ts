import { type Placeholder, type SQL, sql } from "drizzle-orm";
import { type SQLiteTable, integer, sqliteTable } from "drizzle-orm/sqlite-core";
import type { Given } from "./statement.ts";

const rowid = () => integer("rowid").notNull();

/** The full-text indexes. The migrations create them by hand, because Drizzle has no virtual tables. */
export const productsFts = sqliteTable("products_fts", { rowid: rowid() });
export const ordersFts = sqliteTable("orders_fts", { rowid: rowid() });
export const customersFts = sqliteTable("customers_fts", { rowid: rowid() });
export const notificationsFts = sqliteTable("notifications_fts", { rowid: rowid() });

/** The entries of a full-text index that match a query (see `wordsQuery`). */
export const matches = (index: SQLiteTable, query: Placeholder): SQL => sql`${index} MATCH ${query}`;

/** A page of a search, newest first. */
interface FoundValues {
  readonly query: string | null;
  readonly before: number;
  readonly atMost: number;
}

/**
 * What else the rows of a search have in common: a condition on their table, and the table's index for it, by id. Without
 * an index, each row that has the words is tried.
 */
interface Narrow {
  readonly table: SQLiteTable;
  readonly index: string | null;
  readonly where: SQL;
}

/** Up to this many rows are looked up in the full-text index, one by one. */
const few = sql.raw("100");

/**
 * A query for the ids of the rows that match (their numbers, where ids are words), as a subquery: at least the newest `atMost` of them before an id. It works
 * on the smaller side first, so that it does not grow with the other one. Few narrow rows are looked up in the full-text
 * index. With more of them, the index gives what it finds, newest first without a sort, until the page is full.
 */
export function foundByWords<Values extends FoundValues>(
  index: SQLiteTable,
  given: Given<Values>,
  narrow?: Narrow,
): SQL {
  const { query, before, atMost } = given as unknown as Given<FoundValues>;
  const found = (end: SQL, also = sql``) => sql`SELECT rowid AS id FROM ${index}
    WHERE ${matches(index, query)} AND rowid < ${end} ${also} ORDER BY rowid DESC LIMIT ${atMost}`;
  if (narrow === undefined) return found(sql`${before}`);
  const { table, where } = narrow;
  if (narrow.index === null)
    return found(
      sql`${before}`,
      sql`AND EXISTS (SELECT 1 FROM ${table} WHERE ${where} AND ${table}.rowid = ${index}.rowid)`,
    );
  const from = sql`FROM ${table} INDEXED BY ${sql.identifier(narrow.index)} WHERE ${where}`;
  const rows = sql`SELECT rowid AS id ${from} AND rowid < ${before} ORDER BY rowid DESC`;
  const areMany = sql`EXISTS (${rows} LIMIT 1 OFFSET ${few})`;
  return sql`SELECT few.id FROM (SELECT id FROM (${rows} LIMIT ${few}) WHERE NOT ${areMany}) AS few
      CROSS JOIN ${index} AS found ON found.rowid = few.id AND ${matches(index, query)}
    UNION ALL SELECT id FROM (${found(sql`iif(${areMany}, ${before}, 0)`, sql`AND EXISTS (SELECT 1 ${from} AND ${table}.rowid = ${index}.rowid)`)})`;
}

/**
 * A word as the index has it: letters and digits, the marks that belong to them, and the joiners in between. A separate
 * mark, such as a vowel sign of Hindi or the accent of a decomposed `é`, is part of its word. (The tokenizer of the
 * migrations has the same categories.)
 */
const word = /[\p{L}\p{N}\p{Co}][\p{L}\p{N}\p{Co}\p{M}\u200c\u200d]*/gu;

/**
 * The FTS5 query for entries that have every word of a text, or a word that begins with it; null if the text has no
 * word. Each word is quoted (https://www.sqlite.org/fts5.html#full_text_query_syntax), so that no character in it is
 * syntax. If the tokenizer of the index splits a quoted word, FTS5 looks for the pieces next to each other.
 */
export function wordsQuery(search: string): string | null {
  const words = search.normalize("NFC").match(word) ?? [];
  return words.length === 0 ? null : words.map((one) => `"${one}"*`).join(" ");
}
