import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { createClient } from "@libsql/client";
import { type LibsqlServer, startLibsql } from "@till/libsql-local";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../src/database/database.ts";
import { findSchemaBehind, migrations } from "../src/database/schema-version.ts";
import { migrateDatabase, pendingMigrations } from "../src/setup/setup.ts";
import { runBin } from "./run-bin.ts";

async function startServer(): Promise<LibsqlServer> {
  const server = await startLibsql();
  onTestFinished(() => server.stop());
  return server;
}

test("a database is behind until it has the newest migration that expands", async () => {
  const server = await startServer();
  const behind = () => findSchemaBehind(openDatabase(server));
  const expected = migrations.findLast(({ kind }) => kind === "expand")?.name;
  expect(await behind()).toEqual({ expected, found: null });
  const [first, second] = migrations;
  await migrateDatabase(server, first?.name);
  expect(await behind()).toEqual({ expected, found: first?.name });
  expect((await pendingMigrations(server)).at(0)).toEqual(second);
  await migrateDatabase(server);
  expect([await behind(), await pendingMigrations(server)]).toEqual([null, []]);
  const database = createClient({ url: server.url, authToken: server.authToken });
  onTestFinished(() => database.close());
  await database.execute(
    "INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('of a newer Till', 9000000000000)",
  );
  expect(await behind()).toBeNull();
});

test("the check of the engine leaves nothing behind", async () => {
  const server = await startServer();
  const tables = async () => {
    const database = createClient({ url: server.url, authToken: server.authToken });
    const { rows } = await database.execute("SELECT name FROM sqlite_master WHERE name LIKE '%trial%'");
    database.close();
    return rows.length;
  };
  await migrateDatabase(server, migrations[0]?.name);
  expect(await tables()).toBe(0);
});

test("an engine without full-text search gets no migration, and one sentence says what to choose", async () => {
  const sent: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      sent.push(body);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ results: [answerWithoutSearch(body)] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { code, stdout, stderr } = await runBin(["migrate"], { DATABASE_URL: `http://127.0.0.1:${port}` });
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(
    /^The engine of the database has no full-text search \(FTS5\).*no such module: fts5.*libSQL.*\.\n$/,
  );
  expect(sent.join("\n")).not.toContain("products");
});

/** What a server says whose engine knows no module `fts5`: of each batch, the first statement that wants it fails. */
function answerWithoutSearch(body: string) {
  const [request] = (
    JSON.parse(body) as { requests: [{ type: string; batch?: { steps: { stmt: { sql: string } }[] } }] }
  ).requests;
  if (request.type === "execute")
    return { type: "error", error: { message: "no such table: __drizzle_migrations", code: "SQL_INPUT_ERROR" } };
  const steps = request.batch?.steps ?? [];
  const failed = steps.findIndex(({ stmt }) => stmt.sql.includes("USING fts5"));
  const result = { cols: [], rows: [] };
  return {
    type: "ok",
    response: {
      type: "batch",
      result: {
        step_results: steps.map((_, index) => (index < failed ? result : null)),
        step_errors: steps.map((_, index) =>
          index === failed ? { message: "no such module: fts5", code: "SQLITE_UNKNOWN" } : null,
        ),
      },
    },
  };
}

/** From here on a migration says in its name if it contracts. Earlier ones ran before there were two kinds. */
const firstOfTwoKinds = 23;

test("a migration that takes a column away is called contract, and each is newer than the one before", async () => {
  const database = new DatabaseSync(":memory:");
  onTestFinished(() => database.close());
  for (const [number, { name, kind }] of migrations.entries()) {
    const before = columnsOf(database);
    const text = await readFile(new URL(`../migrations/${name}.sql`, import.meta.url), "utf8");
    database.exec(text);
    const after = new Set(columnsOf(database));
    const lost = before.filter((column) => !after.has(column));
    if (number >= firstOfTwoKinds && kind === "expand") expect([name, lost]).toEqual([name, []]);
  }
  expect(migrations.map(({ at }) => at)).toEqual(migrations.map(({ at }) => at).toSorted((a, b) => a - b));
});

/** Each column of each table, such as `orders.status`. Not those of the search indexes, which only SQLite itself reads. */
const columnsOf = (database: DatabaseSync): string[] =>
  database
    .prepare(
      "SELECT t.name || '.' || c.name AS name FROM sqlite_master AS t JOIN pragma_table_xinfo(t.name) AS c WHERE t.type = 'table' AND t.name NOT GLOB '*_fts*'",
    )
    .all()
    .map(({ name }) => String(name));
