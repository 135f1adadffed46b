import { readlinkSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { acceptsConnections } from "./port.ts";

/** The server that works on a data folder. `port` is 0 while it is being started. */
type Holder = { pid: number; port: number };

export type DataDirLock = {
  /** Says which process and port hold the folder from now on. */
  record(holder: Holder): Promise<void>;
  release(): Promise<void>;
};

/** How long a process that exists and doesn't listen may take to do so, or to be gone. */
const SETTLE_MS = 3_000;
/** How long a server that still listens may take to be gone: that of a session that was killed a moment ago. */
const ENDING_MS = 200;
const POLL_MS = 20;

/**
 * Claims `dataDir` for one server; throws if another server works on it. The libSQL server itself has no
 * such check, and two of them on one folder destroy its data.
 *
 * A claim left behind by a crash does no harm: it counts only while its process exists AND its port is
 * listened on. The process alone would not do, as a container hands out the same few process ids again.
 */
export async function lockDataDir(dataDir: string, settleMs = SETTLE_MS): Promise<DataDirLock> {
  const path = join(dataDir, "server.lock");
  let mine = JSON.stringify({ pid: process.pid, port: 0 } satisfies Holder);
  const since = performance.now();
  while (!(await create(path, mine))) {
    const found = await read(path);
    const holder = parse(found);
    const waitedMs = performance.now() - since;
    if (holder && (await isServing(holder))) {
      if (waitedMs > ENDING_MS) throw inUse(dataDir, holder);
      await sleep(POLL_MS);
    } else if (waitedMs < settleMs && (!holder || isAlive(holder.pid))) {
      await sleep(POLL_MS);
    } else if ((await read(path)) === found) {
      await rm(path, { force: true });
    }
  }
  return {
    async record(holder) {
      mine = JSON.stringify(holder);
      await writeFile(path, mine);
    },
    async release() {
      if ((await read(path)) === mine) await rm(path, { force: true });
    },
  };
}

async function isServing({ pid, port }: Holder): Promise<boolean> {
  return port !== 0 && isAlive(pid) && (await acceptsConnections(port));
}

function inUse(dataDir: string, { pid, port }: Holder): Error {
  return new Error(
    `The database folder ${dataDir} is in use by another server (process ${pid}, http://127.0.0.1:${port}). ` +
      "Stop that one first, or use another folder.",
  );
}

/** Writes the file if there is none. */
async function create(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Undefined for a file that is gone, or that another process is just writing. */
function parse(text: string | undefined): Holder | undefined {
  try {
    const { pid, port } = JSON.parse(text ?? "") as Partial<Holder>;
    return Number.isSafeInteger(pid) && Number.isSafeInteger(port) ? ({ pid, port } as Holder) : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** In a container without an init, a process that has ended stays like this for good, its id in use. */
function isZombie(pid: number): boolean {
  if (process.platform !== "linux") return false;
  try {
    readlinkSync(`/proc/${pid}/exe`);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}
