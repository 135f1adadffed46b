import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migrate } from "drizzle-orm/libsql/migrator";
import type { Connection } from "../database/connection.ts";
import { openDatabase } from "../database/database.ts";
import { type Migration, migrations, newestMigrationAt } from "../database/schema-version.ts";
import { checkEngine } from "./check-engine.ts";
import { openForSetup } from "./open-for-setup.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/**
 * Brings a database to the newest schema, or to that of the migration `upTo`. Each migration is applied once; a second
 * run changes nothing.
 *
 * @throws EngineLacks if the database is new and its engine can't run Till. Nothing is done then.
 */
export async function migrateDatabase(connection: Connection, upTo?: string): Promise<void> {
  await checkEngine(connection);
  if (upTo === undefined) return migrate(openForSetup(connection), { migrationsFolder });
  const folder = await mkdtemp(join(tmpdir(), "till-migrations-"));
  try {
    await copyMigrations(folder, upTo);
    await migrate(openForSetup(connection), { migrationsFolder: folder });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The migrator applies all that a folder has, so it gets one that ends earlier. */
async function copyMigrations(folder: string, upTo: string): Promise<void> {
  await cp(migrationsFolder, folder, { recursive: true });
  const file = join(folder, "meta/_journal.json");
  const journal = JSON.parse(await readFile(file, "utf8")) as { entries: { tag: string }[] };
  const end = journal.entries.findIndex(({ tag }) => tag === upTo);
  if (end === -1) throw new Error(`There is no migration ${upTo}.`);
  await writeFile(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, end + 1) }));
}

/** The migrations that a database lacks, oldest first. One HTTP request. */
export async function pendingMigrations(connection: Connection): Promise<readonly Migration[]> {
  const at = (await newestMigrationAt(openDatabase(connection))) ?? 0;
  return migrations.filter((migration) => migration.at > at);
}
