import { getTableName, sql } from "drizzle-orm";
import type { Connection } from "../database/connection.ts";
import { sandboxMark } from "../demo/sandbox-mark.ts";
import { customers, orders, products } from "../schema/schema.ts";
import { openForSetup } from "./open-for-setup.ts";

/** A database has data and is not marked as a sandbox's, so nothing was done to it. */
export class NotASandboxError extends Error {
  override readonly name = "NotASandboxError";

  constructor() {
    super("It has data and is not marked as a sandbox's, so nothing was changed. Use an empty database");
  }
}

/** Marks a database as a sandbox's without a look at its data. Only for a database that was made for a sandbox. */
export async function markSandbox(connection: Connection): Promise<void> {
  await openForSetup(connection).run(
    sql`CREATE TABLE IF NOT EXISTS ${sql.identifier(sandboxMark)} (marked_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)`,
  );
}

/**
 * Checks that a database is a sandbox's: it has the mark, or it is empty and gets the mark.
 *
 * @throws NotASandboxError if it is neither. It may be a real shop's.
 */
export async function claimSandbox(connection: Connection): Promise<void> {
  const db = openForSetup(connection);
  const tables = await db.all<{ name: string }>(
    sql`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'libsql_*'`,
  );
  const names = new Set(tables.map(({ name }) => name));
  if (names.has(sandboxMark)) return;
  if (names.size > 0 && !(await isEmptyTill(db, names))) throw new NotASandboxError();
  await markSandbox(connection);
}

/** Whether the tables are Till's and have no data that a shop would miss. */
async function isEmptyTill(db: ReturnType<typeof openForSetup>, names: ReadonlySet<string>): Promise<boolean> {
  const ofShop = [products, customers, orders];
  if (!ofShop.every((table) => names.has(getTableName(table)))) return false;
  const counts = await Promise.all(ofShop.map((table) => db.$count(table)));
  return counts.every((count) => count === 0);
}
