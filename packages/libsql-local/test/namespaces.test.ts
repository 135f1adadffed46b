import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createNamespace, deleteNamespace, forkNamespace, listNamespaces } from "../src/index.ts";
import { findFreePort } from "../src/port.ts";
import { serverBinary } from "../src/server-binary.ts";
import { spawnTied } from "../src/tied-process.ts";
import { eventually } from "./eventually.ts";
import { pipeline } from "./hrana.ts";
import { ask, inNamespace, NOT_FOUND, start } from "./in-namespace.ts";
import { query } from "./query.ts";
import { scratchDir } from "./scratch.ts";

test("each namespace has its own data, and a request without one is for the default", async () => {
  const server = await start();
  for (const name of ["a", "b"]) {
    await createNamespace(server, name);
    await query(inNamespace(server, name), "CREATE TABLE t (n)", `INSERT INTO t VALUES ('${name}')`);
  }
  await query(server, "CREATE TABLE t (n)", "INSERT INTO t VALUES ('default')");

  for (const name of ["a", "b", "default"]) {
    expect(await query(inNamespace(server, name), "SELECT n FROM t")).toEqual([[name]]);
  }
  expect(await query(server, "SELECT n FROM t")).toEqual([["default"]]);
  expect(await listNamespaces(server)).toEqual(["a", "b"]);
});

test("a fork has all that its source had, and each goes its own way from there", async () => {
  const server = await start();
  await query(server, "CREATE TABLE t (n)", "INSERT INTO t VALUES (1)");

  await forkNamespace(server, "default", "fork");
  await forkNamespace(server, "fork", "fork-of-it");
  await query(inNamespace(server, "fork"), "INSERT INTO t VALUES (2)");
  await query(server, "DELETE FROM t");

  expect(await query(server, "SELECT n FROM t")).toEqual([]);
  expect(await query(inNamespace(server, "fork"), "SELECT n FROM t")).toEqual([["1"], ["2"]]);
  expect(await query(inNamespace(server, "fork-of-it"), "SELECT n FROM t")).toEqual([["1"]]);
});

test("a fork is of one moment: it waits for what runs in its source, and has all of it", async () => {
  const server = await start();
  await query(server, "CREATE TABLE t (n)");
  const { baton } = await pipeline(server, null, ["BEGIN IMMEDIATE", "INSERT INTO t VALUES (1)"]);

  const fork = forkNamespace(server, "default", "fork");
  await createNamespace(server, "other");
  await pipeline(server, baton, ["INSERT INTO t VALUES (2)", "COMMIT", "close"]);
  await fork;

  expect(await query(inNamespace(server, "fork"), "SELECT n FROM t")).toEqual([["1"], ["2"]]);
});

test("a deleted namespace is gone, with nothing left on disk, and its name is free", async () => {
  const dataDir = await scratchDir();
  const server = await start(dataDir);
  await createNamespace(server, "a");
  await query(inNamespace(server, "a"), "CREATE TABLE t (n)");

  await deleteNamespace(server, "a");
  await deleteNamespace(server, "a");

  expect(await ask(inNamespace(server, "a"))).toMatchObject(NOT_FOUND);
  expect(await readdir(join(dataDir, "dbs"))).toEqual(["default"]);
  await createNamespace(server, "a");
  expect(await query(inNamespace(server, "a"), "SELECT name FROM sqlite_master")).toEqual([]);
});

test.for(["nope", "..", "%2e%2e", "a%2fb", "A", "a_b", "-a", "ü", "a".repeat(64), "default.x", "namespace s"])(
  "a namespace that there is not, or that there can't be, is not found, and nothing is made: %j",
  async (name) => {
    const dataDir = await scratchDir();
    const server = await start(dataDir);
    const before = await foldersIn(dataDir);

    const answer = await ask(inNamespace(server, name));

    // URLs have no "..": the request is for the default namespace then.
    expect(answer).toMatchObject(name === ".." || name === "%2e%2e" ? { status: 200 } : NOT_FOUND);
    expect(await foldersIn(dataDir)).toEqual(before);
  },
);

/** A namespace is a folder. Files come and go by themselves: the server writes some under another name first. */
async function foldersIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  return folders.map((entry) => relative(dir, join(entry.parentPath, entry.name))).toSorted();
}

test.for(["", "a/b", "../a", "A", "-a", "ü", "a".repeat(64), "default"])(
  "a name that can't be is refused, and nothing is made or removed: %j",
  async (name) => {
    const dataDir = await scratchDir();
    const server = await start(dataDir);

    for (const work of [
      () => createNamespace(server, name),
      () => forkNamespace(server, "default", name),
      () => deleteNamespace(server, name),
    ]) {
      await expect(work()).rejects.toMatchObject({
        code: expect.stringMatching(/^(NAMESPACE_NAME_REFUSED|NOT_SUPPORTED)$/),
      });
    }

    expect(await readdir(join(dataDir, "dbs"))).toEqual(["default"]);
  },
);

test("what is there is not made again, and what is not there can't be forked", async () => {
  const dataDir = await scratchDir();
  const server = await start(dataDir);
  await createNamespace(server, "a");
  await query(inNamespace(server, "a"), "CREATE TABLE t (n)", "INSERT INTO t VALUES (1)");
  const exists = { status: 409, code: "NAMESPACE_EXISTS" };
  const refuses = async (): Promise<void> => {
    await expect(createNamespace(server, "a")).rejects.toMatchObject(exists);
    await expect(forkNamespace(server, "default", "a")).rejects.toMatchObject(exists);
    await expect(forkNamespace(server, "a", "a")).rejects.toMatchObject(exists);
    await expect(forkNamespace(server, "nope", "b")).rejects.toMatchObject(NOT_FOUND);
  };

  await refuses();
  // The server has not loaded it then, and would write over it.
  await server.restart();
  await expect(forkNamespace(server, "default", "a")).rejects.toMatchObject(exists);
  await refuses();

  expect(await query(inNamespace(server, "a"), "SELECT n FROM t")).toEqual([["1"]]);
  expect(await listNamespaces(server)).toEqual(["a"]);
});

test("of several that make the same namespace at once, one does", async () => {
  const server = await start();

  const makers = [createNamespace(server, "a"), createNamespace(server, "a"), forkNamespace(server, "default", "a")];
  const outcomes = await Promise.allSettled(makers);

  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(await ask(inNamespace(server, "a"))).toMatchObject({ status: 200 });
});

test("forks from each other's source end", async () => {
  const server = await start();
  await Promise.all(["a", "b"].map((name) => createNamespace(server, name)));

  await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) => [
      forkNamespace(server, "a", `b${n}`),
      forkNamespace(server, "b", `a${n}`),
      forkNamespace(server, "a", "b"),
      forkNamespace(server, "b", "a"),
    ]).flat(),
  );

  expect(await listNamespaces(server)).toHaveLength(22);
});

test("a namespace that is locked does not hold up another one, nor one that is made or deleted", async () => {
  const server = await start();
  await createNamespace(server, "locked");
  await query(server, "CREATE TABLE t (n)");
  await pipeline(inNamespace(server, "locked"), null, ["BEGIN IMMEDIATE"]);
  let isLocked = true;
  const waiting = query(inNamespace(server, "locked"), "SELECT 1").finally(() => {
    isLocked = false;
  });

  await query(server, "INSERT INTO t VALUES (1)");
  await forkNamespace(server, "default", "a");
  await deleteNamespace(server, "a");

  expect(isLocked).toBe(true);
  await waiting;
});

test("a stream is of its namespace: another one does not know its baton", async () => {
  const server = await start();
  await Promise.all(["a", "b"].map((name) => createNamespace(server, name)));
  const { baton } = await pipeline(inNamespace(server, "a"), null, ["BEGIN", "CREATE TABLE t (n)"]);

  const stolen = await pipeline(inNamespace(server, "b"), baton, ["SELECT * FROM t"]);

  expect(stolen).toMatchObject({ status: 400, code: "STREAM_EXPIRED" });
  expect(await pipeline(inNamespace(server, "a"), baton, ["COMMIT", "close"])).toMatchObject({ status: 200 });
});

test("a namespace can't reach another one by ATTACH", async () => {
  const server = await start();
  await createNamespace(server, "a");

  await expect(query(inNamespace(server, "a"), "ATTACH DATABASE 'default' AS other")).rejects.toThrow(/attach/i);
});

test("nothing is made, listed or deleted without the token", async () => {
  const server = await start();
  await createNamespace(server, "a");
  const stranger = { url: server.url, authToken: "a-guess" };

  for (const work of [
    listNamespaces(stranger),
    createNamespace(stranger, "b"),
    forkNamespace(stranger, "a", "b"),
    deleteNamespace(stranger, "a"),
  ]) {
    await expect(work).rejects.toMatchObject({ status: 401, code: "UNAUTHORIZED" });
  }

  expect(await listNamespaces(server)).toEqual(["a"]);
});

test("the data of a server without namespaces is the default namespace", async () => {
  const dataDir = await scratchDir();
  const port = await findFreePort();
  const old = spawnTied({
    command: serverBinary(),
    args: ["--db-path", dataDir, "--http-listen-addr", `127.0.0.1:${port}`],
    env: {},
    onLine: () => {},
  });
  onTestFinished(async () => void (await old.stop(0)));
  const before = { url: `http://127.0.0.1:${port}`, authToken: "" };
  await eventually("the old server answers", () =>
    query(before, "CREATE TABLE t (n)").then(
      () => true,
      () => false,
    ),
  );
  await query(before, "INSERT INTO t VALUES (7)");
  await old.stop();

  const server = await start(dataDir);
  await forkNamespace(server, "default", "fork");

  expect(await query(server, "SELECT n FROM t")).toEqual([["7"]]);
  expect(await query(inNamespace(server, "fork"), "SELECT n FROM t")).toEqual([["7"]]);
});
