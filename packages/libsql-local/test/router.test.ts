import { once } from "node:events";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { openRouter, type Router } from "../src/router.ts";
import { serverBinary } from "../src/server-binary.ts";
import { startServer, type ServerProcess } from "../src/server-process.ts";
import { pipeline, valueOf } from "./hrana.ts";
import { type Address, query } from "./query.ts";
import { scratchDir } from "./scratch.ts";

type Routed = Address & { router: Router; server: ServerProcess; dataDir: string };

const authToken = "a-token";
const headers = { authorization: `Bearer ${authToken}` };

/** A server behind a router whose streams may stay open for `streamLimitMs`: a short time, or no limit. */
async function routed(streamLimitMs = 300): Promise<Routed> {
  const dataDir = await scratchDir();
  const server = await startAt(dataDir);
  const router = await openRouter({ port: 0, authToken, dataDir, streamLimitMs });
  onTestFinished(() => router.close());
  router.aim(server);
  return { url: `http://127.0.0.1:${router.port}`, authToken, router, server, dataDir };
}

async function startAt(dataDir: string): Promise<ServerProcess> {
  const server = await startServer({ binary: serverBinary(), dataDir, isTemporary: false }, async () => {});
  onTestFinished(async () => void (await server.stop(0)));
  return server;
}

const LONG_MS = 60_000;

test.for([
  ["after a write has begun", ["BEGIN IMMEDIATE", "INSERT INTO t VALUES (1)"]],
  ["after a query", ["SELECT * FROM t"]],
  ["after a query in a transaction", ["BEGIN", "SELECT * FROM t"]],
] as const)("a stream left open %s is closed, and others continue", async ([, statements]) => {
  const database = await routed();
  await query(database, "CREATE TABLE t (n)");
  const { baton } = await pipeline(database, null, [...statements]);

  expect(await query(database, "SELECT count(*) FROM t")).toEqual([["0"]]);

  expect(await pipeline(database, baton, ["SELECT 1"])).toMatchObject({ status: 400, code: "STREAM_EXPIRED" });
});

test("a stream that is kept alive is closed when its time is up", async () => {
  const database = await routed();
  let { baton } = await pipeline(database, null, ["BEGIN IMMEDIATE"]);
  const keepAlive = async (): Promise<string | undefined> => {
    for (;;) {
      const answer = await pipeline(database, baton, ["SELECT 1"]);
      if (answer.status !== 200) return answer.message;
      ({ baton } = answer);
    }
  };

  const [end, rows] = await Promise.all([keepAlive(), query(database, "SELECT 1")]);

  expect(rows).toEqual([["1"]]);
  expect(end).toContain("keeps a stream (an interactive transaction, a database shell) open for 5 seconds");
});

test("a cursor that leaves its stream open is closed after all its rows arrive", async () => {
  const database = await routed();
  const steps = [
    { stmt: { sql: "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT n FROM s LIMIT 500" } },
  ];
  const answer = await fetch(`${database.url}/v3/cursor`, {
    method: "POST",
    headers,
    body: JSON.stringify({ batch: { steps } }),
  });
  const lines = (await answer.text()).trim().split("\n");

  expect(lines.filter((line) => line.includes('"row"'))).toHaveLength(500);
  expect(await query(database, "SELECT 1")).toEqual([["1"]]);
  const { baton } = JSON.parse(lines[0] ?? "") as { baton: string };
  expect(await pipeline(database, baton, ["SELECT 1"])).toMatchObject({ code: "STREAM_EXPIRED" });
});

test("an interactive transaction commits, and the next stream begins at once", async () => {
  const database = await routed(LONG_MS);
  for (const n of [1, 2]) {
    const begun = await pipeline(database, null, ["BEGIN IMMEDIATE", "CREATE TABLE IF NOT EXISTS t (n)"]);
    const inserted = await pipeline(database, begun.baton, [`INSERT INTO t VALUES (${n})`]);
    const { baton } = await pipeline(database, inserted.baton, ["COMMIT", "close"]);
    expect(baton).toBeNull();
  }

  expect(await query(database, "SELECT n FROM t")).toEqual([["1"], ["2"]]);
});

test("streams run one after the other, and a waiting request goes before the next stream", async () => {
  const database = await routed(1_000);
  const arrived: string[] = [];
  const note = (name: string) => () => arrived.push(name);
  await pipeline(database, null, ["SELECT 1"]);

  // All of them reach the router in this order, while the first stream is open.
  const second = pipeline(database, null, ["SELECT 2"]).then(note("the second stream"));
  await sleep(100);
  const third = pipeline(database, null, ["SELECT 3"]).then(note("the third stream"));
  await sleep(100);
  const whole = query(database, "SELECT 4").then(note("a whole request"));
  await Promise.all([second, third, whole]);

  expect(arrived).toEqual(["a whole request", "the second stream", "the third stream"]);
});

test("the stream of a client that is gone is closed early, or never begins", async () => {
  const database = await routed(LONG_MS);
  await query(database, "CREATE TABLE t (n)");
  const leaving = new AbortController();
  const slow =
    "INSERT INTO t WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT max(n) FROM (SELECT n FROM s LIMIT 10000000)";
  const first = pipeline(database, null, [slow], leaving.signal);
  await sleep(50);
  const second = pipeline(database, null, ["DELETE FROM t"], leaving.signal);
  await sleep(50);

  leaving.abort();

  await expect(first).rejects.toThrow("aborted");
  await expect(second).rejects.toThrow("aborted");
  expect(valueOf(await pipeline(database, null, ["SELECT n FROM t", "close"]))).toBe("10000000");
});

test("a statement that runs when the time is up gets its answer, and then its stream is closed", async () => {
  const database = await routed(50);
  const { baton } = await pipeline(database, null, ["SELECT 1"]);
  const slow =
    "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) SELECT max(n) FROM (SELECT n FROM s LIMIT 1000000)";

  const answer = await pipeline(database, baton, [slow]);

  expect(valueOf(answer)).toBe("1000000");
  expect(await query(database, "SELECT 1")).toEqual([["1"]]);
  expect(await pipeline(database, answer.baton, ["SELECT 1"])).toMatchObject({ code: "STREAM_EXPIRED" });
});

test("a large request and its answer pass unchanged", async () => {
  const database = await routed();
  const text = "₹ 1,250.00 — Kaffee ☕ ".repeat(50_000);

  expect(await query(database, `SELECT '${text}'`)).toEqual([[text]]);
});

test("requests that arrive during a large answer are answered after it", async () => {
  const database = await routed();
  const statement = "SELECT hex(zeroblob(450000)) FROM json_each('[1,2,3,4,5,6,7,8,9,10]')";
  const done = new AbortController();
  const large = query(database, statement, statement, statement).finally(() => done.abort());
  const small: Promise<unknown[][]>[] = [];
  while (!done.signal.aborted) {
    small.push(query(database, "SELECT 1"));
    await sleep(10);
  }

  expect(await large).toHaveLength(10);
  expect(new Set((await Promise.all(small)).flat(2))).toEqual(new Set(["1"]));
});

test("a keep-alive connection is reused", async () => {
  const database = await routed();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const health = async () => {
    const sent = request(`${database.url}/health`, { agent, headers }).end();
    const [answer] = await once(sent, "response");
    answer.resume();
    await once(answer, "close");
    return sent.reusedSocket;
  };

  expect([await health(), await health(), await health()]).toEqual([false, true, true]);
});

test("without a server, waiting and new requests get a 503; with a new server, the same data is there", async () => {
  const database = await routed(1_000);
  const { router, server, dataDir } = database;
  await query(database, "CREATE TABLE t (n)");
  await pipeline(database, null, ["BEGIN IMMEDIATE", "INSERT INTO t VALUES (1)"]);
  const waiting = pipeline(database, null, ["SELECT 1", "close"]);
  await sleep(50);
  await server.stop(0);

  for (const answer of [await waiting, await pipeline(database, null, ["SELECT 1", "close"])]) {
    expect(answer).toMatchObject({
      status: 503,
      code: "SERVER_GONE",
      message: expect.stringContaining("is not running"),
    });
  }

  router.aim(await startAt(dataDir));
  expect(await query(database, "SELECT count(*) FROM t")).toEqual([["0"]]);
  await pipeline(database, null, ["SELECT 1"]);
});

test.for([
  ["GET", "/dump"],
  ["GET", "/"],
  ["POST", "/v3-protobuf/pipeline"],
  ["POST", "/wal_log.ReplicationLog/Hello"],
] as const)("a request that could hold the server for ever is refused: %s %s", async ([method, path]) => {
  const database = await routed();

  const answer = await fetch(`${database.url}${path}`, { method, headers });

  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({
    code: "NOT_SUPPORTED",
    message: expect.stringContaining(`${method} ${path}`),
  });
});

test("the server refuses a body that is not a pipeline", async () => {
  const database = await routed();

  for (const body of ["", "no JSON", "null", '{"requests":"none"}']) {
    expect((await fetch(`${database.url}/v2/pipeline`, { method: "POST", headers, body })).status).toBe(400);
  }
  expect(await query(database, "SELECT 1")).toEqual([["1"]]);
});
