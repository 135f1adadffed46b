import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lockDataDir } from "../src/data-dir-lock.ts";
import { findFreePort } from "../src/port.ts";
import { scratchDir } from "./scratch.ts";

async function leaveBehind(text: string): Promise<string> {
  const dataDir = await scratchDir();
  await writeFile(join(dataDir, "server.lock"), text);
  return dataDir;
}

test("a claim of a process that is gone counts for nothing", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const dataDir = await leaveBehind(JSON.stringify({ pid, port: 8790 }));

  const lock = await lockDataDir(dataDir);

  await lock.release();
});

test("a claim whose process id now belongs to another program counts for nothing", async () => {
  const dataDir = await leaveBehind(JSON.stringify({ pid: process.pid, port: await findFreePort() }));

  const lock = await lockDataDir(dataDir, 100);

  await lock.release();
});

test.for(["", "{", "null", '{"pid":"1"}'])(
  "a claim cut short by a power failure counts for nothing: %j",
  async (text) => {
    const lock = await lockDataDir(await leaveBehind(text), 100);

    await lock.release();
  },
);

test("release() leaves a claim alone that is another's by now", async () => {
  const dataDir = await scratchDir();
  const lock = await lockDataDir(dataDir);
  const others = JSON.stringify({ pid: 1, port: 1 });
  await writeFile(join(dataDir, "server.lock"), others);

  await lock.release();

  expect(await readFile(join(dataDir, "server.lock"), "utf8")).toBe(others);
});
