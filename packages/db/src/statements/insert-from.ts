import { type SQL, getTableColumns, sql } from "drizzle-orm";
import type { Placeholder } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";

type Values<Table extends SQLiteTable> = {
  readonly [Column in keyof Table["_"]["columns"]]?: SQL | Placeholder | string | number | null;
};

/**
 * `INSERT INTO table (…) SELECT … FROM …`, with column names checked against the schema. Drizzle's own
 * `insert().select()` wants every column in the order of the table.
 */
export function insertFrom<Table extends SQLiteTable>(
  table: Table,
  values: Values<Table>,
  from: SQL,
  onConflict: SQL = sql``,
): SQL {
  const columns = getTableColumns(table);
  const names = Object.keys(values).map((key) => sql.identifier(columns[key]?.name ?? unknownColumn(key)));
  const expressions = Object.values(values).map((value) => sql`${value}`);
  return sql`INSERT INTO ${table} (${sql.join(names, sql`, `)}) SELECT ${sql.join(expressions, sql`, `)} ${from} ${onConflict}`;
}

function unknownColumn(key: string): never {
  throw new Error(`There is no column for ${key}.`);
}
