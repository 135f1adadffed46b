import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@libsql/client";
import { startLibsql } from "@till/libsql-local";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { expect, onTestFinished } from "vitest";

const migrationsDir = fileURLToPath(new URL("../migrations", import.meta.url));

/** A database as it was before the migration of this name, and how to apply that one alone. */
export async function databaseBefore(name: string) {
  const scratch = await mkdtemp(join(tmpdir(), "till-before-"));
  onTestFinished(() => rm(scratch, { recursive: true }));
  await cp(migrationsDir, scratch, { recursive: true });
  const journal = join(scratch, "meta/_journal.json");
  const { entries, ...rest } = JSON.parse(await readFile(journal, "utf8")) as { entries: { tag: string }[] };
  const end = entries.findIndex(({ tag }) => tag.endsWith(name));
  expect(end).toBeGreaterThan(0);
  const write = (count: number) => writeFile(journal, JSON.stringify({ ...rest, entries: entries.slice(0, count) }));
  await write(end);
  const server = await startLibsql();
  const database = createClient({ url: server.url, authToken: server.authToken });
  onTestFinished(async () => {
    database.close();
    await server.stop();
  });
  const migrateThere = () => migrate(drizzle(database), { migrationsFolder: scratch });
  await migrateThere();
  const migrateOne = async () => {
    await write(end + 1);
    await migrateThere();
  };
  return { server, database, migrateOne };
}
