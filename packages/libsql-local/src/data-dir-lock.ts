import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

/** The server's process, and the router's port. */
type Holder = { pid: number; port: number };

export type DataDirLock = {
  /** Records which process works on the folder from now on. */
  record(holder: Holder): Promise<void>;
  release(): Promise<void>;
};

/** How long to wait for another process to release the folder: it may be stopping. */
const RELEASE_MS = 1_000;
/** How long to wait for a server whose owner was killed. Its watcher kills it after 5 s (`spawnTied`). */
const ENDING_MS = 10_000;
const POLL_MS = 20;
const SQLITE_BUSY = 5;

/** Keeps every claim referenced: garbage collection would close the handle and release its lock. */
const claims = new Set<DatabaseSync>();

/**
 * Claims `dataDir` for one server; throws if another server works on it. The libSQL server has no such check, and two
 * servers on one folder destroy its data.
 *
 * The claim is a lock of the operating system, which ends with this process, however the process ends. Node has no file
 * locks, so SQLite takes the lock, on an empty file. A server may briefly outlive a process that was killed, so it is
 * recorded in `server.lock`, and the next process waits for its end.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const path = join(dataDir, "server.lock");
  const claim = await waitFor(() => tryClaim(join(dataDir, "exclusive.lock")), RELEASE_MS);
  if (!claim) throw inUse(dataDir, await readHolder(path));
  claims.add(claim);
  const letGo = (): void => {
    claims.delete(claim);
    claim.close();
  };
  const before = await readHolder(path);
  if (before && !(await waitFor(() => !isServerOf(before.pid, dataDir), ENDING_MS))) {
    letGo();
    throw inUse(dataDir, before);
  }
  return {
    async record(holder) {
      await writeFile(`${path}.new`, JSON.stringify(holder), { mode: 0o600 });
      await rename(`${path}.new`, path);
    },
    async release() {
      await rm(path, { force: true });
      letGo();
    },
  };
}

function tryClaim(path: string): DatabaseSync | undefined {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

/** Retries `attempt` until it returns something, at most until `timeoutMs`. Returns its last result. */
async function waitFor<Value>(attempt: () => Value, timeoutMs: number): Promise<Value> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const value = attempt();
    if (value || performance.now() > giveUpAt) return value;
    await sleep(POLL_MS);
  }
}

function inUse(dataDir: string, holder: Holder | undefined): Error {
  const who = holder ? `server (process ${holder.pid}, http://127.0.0.1:${holder.port})` : "server that is starting";
  return new Error(
    `The database folder ${dataDir} is in use by another ${who}. Stop that one first, or use another folder.`,
  );
}

/** Undefined if there is no record, or if a power failure truncated it. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const { pid, port } = JSON.parse(await readFile(path, "utf8")) as Holder;
    return Number.isSafeInteger(pid) && Number.isSafeInteger(port) ? { pid, port } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Whether process `pid` is a server on this folder. The id alone proves little: ids are reused, quickly in a container,
 * where an ended process can also stay as a zombie.
 */
function isServerOf(pid: number, dataDir: string): boolean {
  return commandLine(pid).includes(dataDir);
}

/** Empty for a process that has ended. */
function commandLine(pid: number): string {
  try {
    return process.platform === "linux"
      ? readFileSync(`/proc/${pid}/cmdline`, "utf8")
      : execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}
