import { createClient } from "@libsql/client";
import { startLibsql } from "@till/libsql-local";
import { expect, onTestFinished, test } from "vitest";
import { NotASandboxError, claimSandbox, markSandbox, migrateDatabase, seedDatabase } from "../src/setup/setup.ts";

async function startDatabase() {
  const server = await startLibsql();
  const client = createClient({ url: server.url, authToken: server.authToken });
  onTestFinished(async () => {
    client.close();
    await server.stop();
  });
  const tables = async () =>
    (await client.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")).rows.map(
      ({ name }) => name,
    );
  return { server, run: (sql: string) => client.execute(sql), tables };
}

const oneProduct =
  "INSERT INTO products (sku, name, description, unit_price, currency) VALUES ('TEA', 'Tea', 'Green', 100, 'INR')";

test("an empty database becomes a sandbox's, before it is migrated or after, and stays one", async () => {
  const { server, run } = await startDatabase();
  await claimSandbox(server);
  await migrateDatabase(server);
  await run(oneProduct);
  await claimSandbox(server);
  await seedDatabase(server);

  const other = await startDatabase();
  await migrateDatabase(other.server);
  await seedDatabase(other.server);
  await seedDatabase(other.server);
});

test("a database that may be a real shop's is refused, by the seed too, and nothing is changed in it", async () => {
  const { server, run, tables } = await startDatabase();
  await migrateDatabase(server);
  await run(oneProduct);
  const before = await tables();
  for (const refused of [claimSandbox(server), seedDatabase(server)])
    await expect(refused).rejects.toThrow(NotASandboxError);
  expect(await tables()).toEqual(before);
  expect((await run("SELECT count(*) AS n FROM products")).rows[0]?.["n"]).toBe(1);
});

test("a database of something else is refused, though it has no orders", async () => {
  const { server, run, tables } = await startDatabase();
  await run("CREATE TABLE diary (page TEXT)");
  await expect(claimSandbox(server)).rejects.toThrow(NotASandboxError);
  expect(await tables()).toEqual(["diary"]);
});

test("who makes a database to be a sandbox's marks it, whatever is in it", async () => {
  const { server, run } = await startDatabase();
  await migrateDatabase(server);
  await run(oneProduct);
  await markSandbox(server);
  await markSandbox(server);
  await seedDatabase(server);
  expect((await run("SELECT count(*) AS n FROM products")).rows[0]?.["n"]).toBe(25);
});
