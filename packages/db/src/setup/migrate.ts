import { fileURLToPath } from "node:url";
import { migrate } from "drizzle-orm/libsql/migrator";
import type { Connection } from "../connection.ts";
import { openDatabase } from "../database.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Brings a database to the newest schema. Each migration is applied once; run again, it changes nothing. */
export async function migrateDatabase(connection: Connection): Promise<void> {
  await migrate(openDatabase(connection), { migrationsFolder });
}
