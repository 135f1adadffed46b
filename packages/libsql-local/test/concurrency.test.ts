import { expect, onTestFinished, test } from "vitest";
import { createNamespace, startLibsql } from "../src/index.ts";
import { load, loadSchema } from "./load.ts";
import { query } from "./query.ts";

const seconds = process.env["TILL_TEST_FULL"] === "1" ? 20 : 1;

test.for([
  [1, 64],
  [1, 256],
  [8, 8],
  [8, 32],
] as const)(
  "%i namespaces, %i clients each that write and read: all get every answer, and so does the next client",
  async ([count, clients]) => {
    const server = await startLibsql();
    onTestFinished(() => server.stop());
    const databases = Array.from({ length: count }, (_, n) => ({
      url: `${server.url}/n${n}`,
      authToken: server.authToken,
    }));
    for (const [n, database] of databases.entries()) {
      await createNamespace(server, `n${n}`);
      await query(database, ...loadSchema);
    }

    const loads = await Promise.all(databases.map((database) => load({ database, clients, seconds })));

    for (const [n, { writes, faults }] of loads.entries()) {
      const database = databases[n] ?? server;
      expect(faults.slice(0, 3)).toEqual([]);
      expect(await query(database, "SELECT 1")).toEqual([["1"]]);
      expect(await query(database, "SELECT sold FROM stock")).toEqual([[String(writes)]]);
    }
  },
);
