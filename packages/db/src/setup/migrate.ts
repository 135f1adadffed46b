import { fileURLToPath } from "node:url";
import { migrate } from "drizzle-orm/libsql/migrator";
import type { Connection } from "../database/connection.ts";
import { openForSetup } from "./open-for-setup.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));

/** Brings a database to the newest schema. Each migration is applied once; a second run changes nothing. */
export async function migrateDatabase(connection: Connection): Promise<void> {
  await migrate(openForSetup(connection), { migrationsFolder });
}
