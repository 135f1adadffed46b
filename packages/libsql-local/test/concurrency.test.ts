import { expect, onTestFinished, test } from "vitest";
import { startLibsql } from "../src/index.ts";
import { load, loadSchema } from "./load.ts";
import { query } from "./query.ts";

const seconds = process.env["TILL_TEST_FULL"] === "1" ? 20 : 4;

test.for([64, 256])("%i clients that write and read get every answer, and so does the next client", async (clients) => {
  const server = await startLibsql();
  onTestFinished(() => server.stop());
  await query(server, ...loadSchema);

  const { writes, faults } = await load({ database: server, clients, seconds });

  expect(faults.slice(0, 3)).toEqual([]);
  expect(await query(server, "SELECT 1")).toEqual([["1"]]);
  expect(await query(server, "SELECT sold FROM stock")).toEqual([[String(writes)]]);
});
