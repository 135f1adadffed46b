import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nextDueAt } from "@till/db/setup";
import { authSecret } from "./session/auth-secret.ts";
import { type Database, openDatabase } from "./session/database.ts";
import { keepSweeping } from "./session/keep-sweeping.ts";
import type { Parts } from "./session/shutdown.ts";
import { workerVariables } from "./session/worker-variables.ts";
import { type RunningWorker, startWorker } from "./start-worker.ts";

export interface TillOptions {
  /** Where Till listens on 127.0.0.1. The default is a free port. */
  port?: number;
  /** The folder for its data. The default is a temporary folder, which is deleted when Till stops. */
  stateDir?: string;
  /** Settings of the Worker, such as `ORDER_TTL_MINUTES`. */
  settings?: Readonly<Record<string, string>>;
  /** Called with each line that Till logs. */
  onLine?: (line: string) => void;
}

/** A Till that runs in this process, with a database server beside it. */
export interface RunningTill {
  /** `http://localhost:…`, for the shop and every client. */
  readonly url: string;
  /** Stops everything. A second call does nothing. */
  stop(): Promise<void>;
}

/** `runTill`, on a Node that is new enough. */
export async function serve({
  port = 0,
  stateDir,
  settings = {},
  onLine = () => {},
}: TillOptions = {}): Promise<RunningTill> {
  const parts = collectParts(onLine);
  try {
    const dir = stateDir ?? (await temporaryDir(parts));
    const place = { stateDir: dir, baseDir: process.cwd(), command: "npx till dev" };
    const database = await openDatabase({ ...place, databasePort: undefined, remote: undefined }, parts);
    const worker = await serveTill({ port, database, stateDir: dir, env: settings, onLine }, parts);
    return { url: `http://localhost:${worker.port}`, stop: parts.stop };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

export interface ServeOptions {
  port: number;
  database: Database;
  stateDir: string;
  /** The environment, from which the Worker's settings are taken. */
  env: NodeJS.ProcessEnv;
  onLine: (line: string) => void;
}

/** Starts the Worker on an open database, and sweeps until the session ends. */
export async function serveTill(options: ServeOptions, parts: Parts): Promise<RunningWorker> {
  const { port, database, stateDir, env, onLine } = options;
  const url = `http://localhost:${port}`;
  const variables = workerVariables(env, { database, authSecret: await authSecret(stateDir), url });
  const worker = await startWorker({ port, variables, onLine });
  parts.add(() => worker.stop());
  const ending = new AbortController();
  const swept = keepSweeping({
    sweep: () => worker.sweep(),
    nextDueAt: (after) => nextDueAt(database, after),
    say: onLine,
    signal: ending.signal,
  });
  parts.add(() => {
    ending.abort();
    return swept;
  });
  return worker;
}

/** The parts of a Till inside somebody else's process, which is not ended when one of them fails. */
function collectParts(onLine: (line: string) => void): Parts & { stop: () => Promise<void> } {
  const stops: (() => Promise<unknown>)[] = [];
  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    for (const stop of stops.toReversed()) await stop();
  };
  return {
    add: (stop) => void stops.push(stop),
    endWith: (exited, describe) =>
      void exited.then((how) => {
        if (stopping === undefined) onLine(describe(how));
      }),
    stop: () => (stopping ??= stopAll()),
  };
}

async function temporaryDir(parts: Parts): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "till-"));
  parts.add(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
