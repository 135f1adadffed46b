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

/** A database as it was before the migration of this name. */
export async function databaseBefore(name: string) {
  const scratch = await mkdtemp(join(tmpdir(), "till-before-"));
  onTestFinished(() => rm(scratch, { recursive: true }));
  await cp(migrationsDir, scratch, { recursive: true });
  const journal = join(scratch, "meta/_journal.json");
  const { entries, ...rest } = JSON.parse(await readFile(journal, "utf8")) as { entries: { tag: string }[] };
  const end = entries.findIndex(({ tag }) => tag.endsWith(name));
  expect(end).toBeGreaterThan(0);
  await writeFile(journal, JSON.stringify({ ...rest, entries: entries.slice(0, end) }));
  const server = await startLibsql();
  const database = createClient({ url: server.url, authToken: server.authToken });
  onTestFinished(async () => {
    database.close();
    await server.stop();
  });
  await migrate(drizzle(database), { migrationsFolder: scratch });
  return { server, database };
}
