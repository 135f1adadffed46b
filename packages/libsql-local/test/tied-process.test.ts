import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { startLibsql } from "../src/index.ts";
import { acceptsConnections } from "../src/port.ts";
import { eventually } from "./eventually.ts";
import { type Address, query } from "./query.ts";
import { scratchDir } from "./scratch.ts";

type Owner = {
  url: string;
  authToken: string;
  port: number;
  tmp: string;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<unknown[]>;
};

/** Starts `fixtures/owner.ts` with its own folder for temporary files, and waits for its server. */
async function startOwner(...args: string[]): Promise<Owner> {
  const tmp = await scratchDir();
  const child = spawn(process.execPath, [join(import.meta.dirname, "fixtures/owner.ts"), ...args], {
    env: { ...process.env, TMPDIR: tmp },
    stdio: ["ignore", "pipe", "ignore"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "exit");
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { url, authToken } = JSON.parse(line) as Address;
  return { url, authToken, port: Number(new URL(url).port), tmp, kill: (signal) => void child.kill(signal), ended };
}

/** The running processes of a group, without zombies (Z). */
async function runningInGroup(groupId: number): Promise<string[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pgid=,stat=,comm="]);
  return stdout.split("\n").filter((line) => {
    const [pgid, stat = ""] = line.trim().split(/\s+/);
    return Number(pgid) === groupId && !stat.startsWith("Z");
  });
}

test.for(["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "the server ends, with no process left, when its owner gets %s",
  async (signal) => {
    const dataDir = await scratchDir();
    const owner = await startOwner("wait", dataDir);
    const { pid } = JSON.parse(await readFile(join(dataDir, "server.lock"), "utf8")) as { pid: number };
    expect(await runningInGroup(pid)).not.toEqual([]);

    owner.kill(signal);

    await eventually("the server is gone", async () => !(await acceptsConnections(owner.port)));
    await eventually("its group of processes is gone", async () => (await runningInGroup(pid)).length === 0);
  },
);

test.for(["exit", "throw"])(
  "the server ends, and its temporary folder with it, when its owner does: %s",
  async (how) => {
    const owner = await startOwner(how);

    await owner.ended;

    await eventually("the server is gone", async () => !(await acceptsConnections(owner.port)));
    await eventually("the folder is gone", async () => (await readdir(owner.tmp)).length === 0);
  },
);

test("the temporary folder is removed when the owner is killed", async () => {
  const owner = await startOwner("wait");
  expect(await readdir(owner.tmp)).toHaveLength(1);

  owner.kill("SIGKILL");

  await eventually("the folder is gone", async () => (await readdir(owner.tmp)).length === 0);
});

test("the temporary folder is gone when stop() returns", async () => {
  const owner = await startOwner("stop");

  expect(await owner.ended).toEqual([0, null]);

  expect(await readdir(owner.tmp)).toEqual([]);
});

test("committed data survives a killed owner, and its old claim blocks nobody", async () => {
  const dataDir = await scratchDir();
  const owner = await startOwner("wait", dataDir);
  await query(owner, "CREATE TABLE t (n)", "INSERT INTO t VALUES (1)");
  owner.kill("SIGKILL");

  const next = await startLibsql({ dataDir });
  onTestFinished(() => next.stop());

  expect(await query(next, "SELECT n FROM t")).toEqual([["1"]]);
});
