import { sql } from "drizzle-orm";
import journal from "../../migrations/meta/_journal.json" with { type: "json" };
import { rawStatement } from "../statements/statement.ts";
import type { Database } from "./database.ts";
import { DatabaseError } from "./faults.ts";

/**
 * A migration of the schema. One that expands adds to the schema, and the version of Till before it still works. One
 * that contracts removes what no version in use needs any more, and `contract` stands in its name.
 */
export interface Migration {
  readonly name: string;
  /** When it was written, in milliseconds. The database keeps this of the migrations that it has. */
  readonly at: number;
  readonly kind: "expand" | "contract";
}

/** Every migration that this Till was built with, oldest first. */
export const migrations: readonly Migration[] = journal.entries.map(({ tag, when }) => ({
  name: tag,
  at: when,
  kind: /^\d+_contract_/.test(tag) ? "contract" : "expand",
}));

/** The schema is older than this Till needs. `found` is its newest migration; null if it has none. */
export interface SchemaBehind {
  readonly expected: string;
  readonly found: string | null;
}

/** What drizzle's migrator keeps: one row for each migration. */
const newest = rawStatement<{ at: number | null }>(() => sql`SELECT max(created_at) AS at FROM __drizzle_migrations`);

/** When the newest migration of a database was written; null if it has none. One HTTP request. */
export async function newestMigrationAt(db: Database): Promise<number | null> {
  try {
    const [row] = await db.run(newest({}));
    return row?.at ?? null;
  } catch (error) {
    if (error instanceof DatabaseError && error.message.includes("no such table: __drizzle_migrations")) return null;
    throw error;
  }
}

/**
 * Checks that a database answers and has the newest migration that expands the schema. It may have newer ones, and may
 * lack those that contract: they run after the deployment. One HTTP request.
 *
 * @returns null if all is well.
 */
export async function findSchemaBehind(db: Database): Promise<SchemaBehind | null> {
  const at = (await newestMigrationAt(db)) ?? 0;
  const expected = migrations.findLast(({ kind }) => kind === "expand");
  if (expected === undefined || at >= expected.at) return null;
  return { expected: expected.name, found: migrations.findLast((migration) => migration.at <= at)?.name ?? null };
}
