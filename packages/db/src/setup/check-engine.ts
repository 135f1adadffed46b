import { sql } from "drizzle-orm";
import type { Connection } from "../database/connection.ts";
import { openDatabase } from "../database/database.ts";
import { DatabaseError } from "../database/faults.ts";
import { newestMigrationAt } from "../database/schema-version.ts";
import { type Bound, statement } from "../statements/statement.ts";

/** The database's engine lacks something that Till needs. The message says what, and which engine to choose. */
export class EngineLacks extends Error {
  override readonly name = "EngineLacks";
}

const trial = "till_engine_trial";

/** What Till needs of the engine, each with a statement that works only there. They leave nothing behind. */
const trials: readonly (readonly [what: string, sql: string])[] = [
  ["tables", `CREATE TABLE ${trial} (id INTEGER PRIMARY KEY NOT NULL, data TEXT CHECK(json_type(data) = 'object'))`],
  [
    "full-text search (FTS5)",
    `CREATE VIRTUAL TABLE ${trial}_fts USING fts5(name, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', prefix='2 3')`,
  ],
  [
    "triggers",
    `CREATE TRIGGER ${trial}_insert AFTER INSERT ON ${trial} BEGIN INSERT INTO ${trial}_fts (rowid, name) VALUES (new.id, new.data ->> '$.name'); END`,
  ],
  [
    "partial indexes of JSON",
    `CREATE UNIQUE INDEX ${trial}_name ON ${trial} (data ->> '$.name') WHERE data ->> '$.name' IS NOT NULL`,
  ],
  [
    "JSON (json_each, json_object)",
    `INSERT INTO ${trial} (data) SELECT json_object('name', item.value) FROM json_each('["till"]') AS item WHERE true ON CONFLICT DO NOTHING RETURNING id`,
  ],
  ["full-text search (FTS5)", `DROP TABLE ${trial}_fts`],
  ["tables", `DROP TABLE ${trial}`],
];

const bound = trials.map(([, text]): Bound<unknown> => statement(() => sql.raw(text))({}));

/**
 * Checks that the engine of a database has what Till needs, if it has no migration yet. One that has some, has an engine
 * that could run them.
 *
 * @throws EngineLacks if it lacks something. Nothing is left in the database.
 */
export async function checkEngine(connection: Connection): Promise<void> {
  const db = openDatabase(connection);
  if ((await newestMigrationAt(db)) !== null) return;
  try {
    await db.batch(bound);
  } catch (error) {
    const failed = error instanceof DatabaseError && error.statementIndex !== null && trials[error.statementIndex];
    if (!failed) throw error;
    throw new EngineLacks(
      `The engine of the database has no ${failed[0]}, which Till needs (${(error as Error).message}). Till runs on libSQL. On Turso, make the database without --tursodb, because Turso's newer engine can't run Till yet; elsewhere, run libSQL's server (sqld).`,
    );
  }
}
