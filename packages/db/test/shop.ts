import { createClient } from "@libsql/client";
import { startLibsql } from "@till/libsql-local";
import { afterAll } from "vitest";
import { migrateDatabase, seedDatabase } from "../src/setup/setup.ts";

/** A server with the demo shop for a test file, and a client that asks the database itself. */
export async function startShop() {
  const server = await startLibsql();
  const database = createClient({ url: server.url, authToken: server.authToken });
  afterAll(async () => {
    database.close();
    await server.stop();
  });
  await migrateDatabase(server);
  await seedDatabase(server);
  return { server, database };
}
