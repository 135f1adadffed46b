import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { startLibsql, type LibsqlServer } from "@till/libsql-local";
import { expect, onTestFinished, test } from "vitest";
import { keepDatabase, type Pace, type WatchedDatabase } from "../src/session/keep-database.ts";
import { scratchDir } from "./scratch.ts";

/** Asks often, and is patient enough for a machine that does other things too. */
const PACE: Pace = { everyMs: 50, answerMs: 2_000, misses: 2, restarts: 2, restartWindowMs: 120_000 };

type Watched = { server: LibsqlServer; dataDir: string; says: (text: string) => Promise<void>; said: string[] };

/** A local database that is watched until the test ends. */
async function watched(pace = PACE): Promise<Watched> {
  const dataDir = await scratchDir();
  const server = await startLibsql({ dataDir });
  const ending = new AbortController();
  const said: string[] = [];
  const waiting = new Set<() => void>();
  const say = (sentence: string): void => {
    said.push(sentence);
    for (const look of waiting) look();
  };
  const kept = keepDatabase({ database: server, say, signal: ending.signal, pace });
  onTestFinished(async () => {
    ending.abort();
    await server.stop();
    expect(await kept).toBeUndefined();
  });
  const says = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!said.some((sentence) => sentence.includes(text))) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { server, dataDir, says, said };
}

async function signalServer(dataDir: string, signal: NodeJS.Signals): Promise<void> {
  const { pid } = JSON.parse(await readFile(join(dataDir, "server.lock"), "utf8")) as { pid: number };
  process.kill(pid, signal);
}

/** Runs a statement and gives the first value that it answers. */
async function run({ url, authToken }: LibsqlServer, sql: string): Promise<unknown> {
  const requests = [{ type: "execute", stmt: { sql } }, { type: "close" }];
  const response = await fetch(`${url}/v2/pipeline`, {
    method: "POST",
    headers: { authorization: `Bearer ${authToken}` },
    body: JSON.stringify({ requests }),
  });
  const { results } = (await response.json()) as {
    results: { response: { result: { rows: { value: unknown }[][] } } }[];
  };
  return results[0]?.response.result.rows[0]?.[0]?.value;
}

test.for([
  ["SIGSTOP", "The database does not answer any more: 2 questions in a row, each for 2 seconds."],
  ["SIGKILL", "The database server has ended by itself (SIGKILL)."],
] as const)("a database that got %s is restarted with its data, at the same address", async ([signal, sentence]) => {
  const { server, dataDir, says, said } = await watched();
  await run(server, "CREATE TABLE orders (id INTEGER)");
  await run(server, "INSERT INTO orders VALUES (7)");

  await signalServer(dataDir, signal);
  await says("The database is back, with its data.");

  expect(await run(server, "SELECT id FROM orders")).toBe("7");
  expect(said).toHaveLength(2);
  expect(said[0]).toContain(sentence);
  expect(said[0]).toContain("Restarting it with its data …");
});

test("a database that works on a long statement is left alone", async () => {
  const { server, said } = await watched({ ...PACE, answerMs: 100, misses: 200 });
  const long =
    "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT max(n) FROM (SELECT n FROM s LIMIT 1000000)";

  expect(await run(server, long)).toBe("1000000");

  expect(said).toEqual([]);
});

const died = { code: null, signal: "SIGKILL", output: "a last line" } as const;

const keep = (database: Omit<WatchedDatabase, "url" | "authToken">) => {
  const said: string[] = [];
  const say = (sentence: string): void => void said.push(sentence);
  const signal = new AbortController().signal;
  const options = { database: { url: "http://127.0.0.1:1", authToken: "", ...database }, say, signal, pace: PACE };
  return keepDatabase(options).then((reason) => ({ reason, said }));
};

test("it gives up, and says why, when the database does not start again", async () => {
  const { reason } = await keep({
    exited: Promise.resolve(died),
    restart: () => Promise.reject(new Error("The disk is full.")),
  });

  expect(reason).toMatch(/has ended by itself \(SIGKILL\).*a last line.*does not start again: The disk is full\./s);
});

test("it gives up when restarting does not help", async () => {
  let restarts = 0;
  const { reason, said } = await keep({
    exited: Promise.resolve(died),
    restart: async () => {
      restarts += 1;
    },
  });

  expect(restarts).toBe(2);
  expect(said).toHaveLength(4);
  expect(reason).toContain("It was restarted 2 times within 120 seconds.");
});
