import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lockDataDir } from "../src/data-dir-lock.ts";
import { findFreePort } from "../src/port.ts";
import { scratchDir } from "./scratch.ts";

/** A data folder whose last server was killed and has left `text` in `server.lock`. */
async function leaveBehind(text: string): Promise<string> {
  const dataDir = await scratchDir();
  await writeFile(join(dataDir, "server.lock"), text);
  return dataDir;
}

const goneProcess = () => spawnSync(process.execPath, ["--version"]).pid;

test("the record of a process that has ended is ignored", async () => {
  const lock = await lockDataDir(await leaveBehind(JSON.stringify({ pid: goneProcess(), port: 8790 })));

  await lock.release();
});

test("a record is ignored if another program has its process id", async () => {
  const lock = await lockDataDir(await leaveBehind(JSON.stringify({ pid: process.pid, port: await findFreePort() })));

  await lock.release();
});

test.for(["", "{", "null", '{"pid":"1"}'])("a record that a power failure truncated is ignored: %j", async (text) => {
  const lock = await lockDataDir(await leaveBehind(text));

  await lock.release();
});

test("the claim waits for a server that briefly outlives its killed owner", async () => {
  const dataDir = await scratchDir();
  const server = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)", "--", "--db-path", dataDir]);
  onTestFinished(() => void server.kill("SIGKILL"));
  await once(server, "spawn");
  await writeFile(join(dataDir, "server.lock"), JSON.stringify({ pid: server.pid, port: 1 }));
  let isKilled = false;
  setTimeout(() => {
    isKilled = server.kill("SIGKILL");
  }, 300);

  const lock = await lockDataDir(dataDir);

  expect(isKilled).toBe(true);
  await lock.release();
});

test.for([
  ["of a process that has ended", goneProcess],
  ["with a process id in use again", () => process.pid],
] as const)("when several claims find a record %s at once, one gets the folder", async ([, pid]) => {
  const dataDir = await leaveBehind(JSON.stringify({ pid: pid(), port: await findFreePort() }));

  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDataDir(dataDir)));

  const locks = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  expect(locks).toHaveLength(1);
  await locks[0]?.release();
});

test("a released folder can be claimed again, and not before its release", async () => {
  const dataDir = await scratchDir();
  const first = await lockDataDir(dataDir);
  await first.record({ pid: process.pid, port: 8790 });

  await expect(lockDataDir(dataDir)).rejects.toThrow(`(process ${process.pid}, http://127.0.0.1:8790)`);
  await first.release();

  const second = await lockDataDir(dataDir);
  expect(await readdir(dataDir)).not.toContain("server.lock");
  await second.release();
});
