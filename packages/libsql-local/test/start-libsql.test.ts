import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PortInUseError, startLibsql, type LibsqlOptions, type LibsqlServer } from "../src/index.ts";
import { acceptsConnections } from "../src/port.ts";
import { pipeline } from "./hrana.ts";
import { query } from "./query.ts";
import { scratchDir } from "./scratch.ts";

async function start(options?: LibsqlOptions): Promise<LibsqlServer> {
  const server = await startLibsql(options);
  onTestFinished(() => server.stop());
  return server;
}

function portOf(server: LibsqlServer): number {
  return Number(new URL(server.url).port);
}

test("answers a query on the loopback address", async () => {
  const server = await start();

  expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await query(server, "SELECT 'Till', 42")).toEqual([["Till", "42"]]);
});

test("keeps its data from one start to the next", async () => {
  const dataDir = join(await scratchDir(), "made/on/the/way");
  const first = await start({ dataDir });
  await query(first, "CREATE TABLE orders (id INTEGER PRIMARY KEY)", "INSERT INTO orders VALUES (7)");
  await first.stop();

  const second = await start({ dataDir });

  expect(await query(second, "SELECT id FROM orders")).toEqual([["7"]]);
});

test("stop() ends it gracefully, may be called again, and leaves nothing but the data", async () => {
  const dataDir = await scratchDir();
  const server = await start({ dataDir });

  await Promise.all([server.stop(), server.stop()]);
  await server.stop();

  expect(await acceptsConnections(portOf(server))).toBe(false);
  expect(await server.exited).toMatchObject({
    code: 0,
    signal: null,
    output: expect.stringContaining("shutdown gracefully"),
  });
  expect(await readdir(dataDir)).not.toContain("server.lock");
});

/** The files and folders in `dir` that somebody else may read, write or enter. */
async function openToOthers(dir: string): Promise<string[]> {
  const names = [".", ...(await readdir(dir, { recursive: true }))];
  // The server writes some files under another name first: one that has gone since is open to nobody.
  const modeOf = (name: string) =>
    stat(join(dir, name)).then(
      ({ mode }) => mode,
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return 0;
        throw error;
      },
    );
  const modes = await Promise.all(names.map(async (name) => [name, await modeOf(name)] as const));
  return modes.filter(([, mode]) => (mode & 0o077) !== 0).map(([name]) => name);
}

test("only its owner can read the data, in a new folder and in an old one", async () => {
  const dataDir = join(await scratchDir(), "data");
  const first = await start({ dataDir });
  await query(first, "CREATE TABLE t (n)");
  expect(await readdir(join(dataDir, "dbs/default"))).toContain("data");
  expect(await openToOthers(dataDir)).toEqual([]);
  await first.stop();
  for (const old of [".", "dbs", "dbs/default/data", "auth-token"]) await chmod(join(dataDir, old), 0o755);

  await start({ dataDir });

  expect(await openToOthers(dataDir)).toEqual([]);
});

test("the token is 32 random bytes in the data folder, and stays when the server starts again", async () => {
  const dataDir = await scratchDir();
  const first = await start({ dataDir });
  await first.stop();

  const second = await start({ dataDir });

  expect(Buffer.from(second.authToken, "base64url")).toHaveLength(32);
  expect(second.authToken).toBe(first.authToken);
  expect(await readFile(join(dataDir, "auth-token"), "utf8")).toBe(`${second.authToken}\n`);
  expect((await start()).authToken).not.toBe(second.authToken);
});

test("a token that a crash truncated is made again", async () => {
  const dataDir = await scratchDir();
  await writeFile(join(dataDir, "auth-token"), "half a tok");

  expect((await start({ dataDir })).authToken).toHaveLength(43);
});

test("servers run side by side, each with its own data", async () => {
  const servers = await Promise.all([start(), start(), start()]);

  await Promise.all(
    servers.map((server, index) => query(server, "CREATE TABLE t (n)", `INSERT INTO t VALUES (${index})`)),
  );

  const rows = await Promise.all(servers.map((server) => query(server, "SELECT n FROM t")));
  expect(rows).toEqual([[["0"]], [["1"]], [["2"]]]);
});

test("a given port in use is a PortInUseError that says what to do", async () => {
  const port = portOf(await start());

  const second = startLibsql({ port });

  await expect(second).rejects.toThrow(PortInUseError);
  await expect(second).rejects.toThrow(
    `Port ${port} is in use. Stop the program that listens there, or choose another port.`,
  );
});

test("a given port is free again as soon as its server has stopped", async () => {
  const first = await start();
  const port = portOf(first);
  await query(first, "SELECT 1");
  await first.stop();

  expect((await start({ port })).url).toBe(first.url);
});

test("a second server on the same data folder is refused, and the first keeps running", async () => {
  const dataDir = await scratchDir();
  const first = await start({ dataDir });

  await expect(startLibsql({ dataDir })).rejects.toThrow(
    `The database folder ${dataDir} is in use by another server (process `,
  );
  await expect(startLibsql({ dataDir })).rejects.toThrow(first.url);

  expect(await query(first, "SELECT 1")).toEqual([["1"]]);
});

test("of several servers started at once on one data folder, one starts", async () => {
  const dataDir = await scratchDir();

  const outcomes = await Promise.allSettled([start({ dataDir }), start({ dataDir }), start({ dataDir })]);

  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
});

test("a server that fails to start reports its last output, and the folder is free again", async () => {
  const dataDir = await scratchDir();
  await mkdir(join(dataDir, "dbs"));
  await writeFile(join(dataDir, "dbs/default"), "This should be a folder.");

  await expect(startLibsql({ dataDir })).rejects.toThrow(/^The local libSQL server could not open its data\..*\n.*/);

  expect(await readdir(dataDir)).not.toContain("server.lock");
});

test("a stream that a client keeps alive does not block others for ever", async () => {
  const server = await start();
  let { baton, status } = await pipeline(server, null, ["BEGIN IMMEDIATE"]);
  const keepAlive = async (): Promise<void> => {
    while (status === 200) ({ baton, status } = await pipeline(server, baton, ["SELECT 1"]));
  };

  const [, rows] = await Promise.all([keepAlive(), query(server, "SELECT 42")]);

  expect(rows).toEqual([["42"]]);
});

test("restart() keeps data and address, also after a crash, and stop() ends the new server", async () => {
  const dataDir = await scratchDir();
  const server = await start({ dataDir });
  await query(server, "CREATE TABLE orders (id INTEGER PRIMARY KEY)", "INSERT INTO orders VALUES (7)");
  const first = server.exited;

  await server.restart();

  expect(await first).toMatchObject({ output: expect.any(String) });
  expect(await query(server, "SELECT id FROM orders")).toEqual([["7"]]);
  const { pid } = JSON.parse(await readFile(join(dataDir, "server.lock"), "utf8")) as { pid: number };
  process.kill(pid, "SIGKILL");
  expect(await server.exited).toMatchObject({ signal: "SIGKILL" });
  await server.restart();
  expect(await query(server, "SELECT id FROM orders")).toEqual([["7"]]);

  await server.stop();
  expect(await server.exited).toMatchObject({ code: 0 });
  await expect(server.restart()).rejects.toThrow("This server has been stopped.");
});
