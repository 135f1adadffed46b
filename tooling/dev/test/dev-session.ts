import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { eventually, freePort } from "@till/cli/testing";
import { onTestFinished } from "vitest";
import type { Address } from "./run-sql.ts";

export type DevSession = {
  url: string;
  /** Its local database, once it is ready. */
  database(): Promise<Address>;
  pid: number;
  output(): string;
  /** Waits until it has printed `text`. */
  prints(text: string): Promise<void>;
  /** Waits until it has printed the closing block. */
  ready(): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Exit code and signal. */
  ended: Promise<unknown[]>;
};

/** Long enough for a machine on which a dozen other things run; a session is up in three seconds. */
export const PATIENCE_MS = 240_000;

/** Runs `dev` with a state folder and ports of its own, until the test is over. */
export async function startDev(stateDir: string, env: NodeJS.ProcessEnv = {}): Promise<DevSession> {
  const [port, databasePort] = [await freePort(), await freePort()];
  const ownEnv = { TILL_STATE_DIR: stateDir, PORT: `${port}`, DATABASE_PORT: `${databasePort}`, DATABASE_URL: "" };
  const child = spawn(process.execPath, [join(import.meta.dirname, "../src/dev.ts")], {
    env: { ...process.env, ...ownEnv, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += String(chunk);
    });
  }
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const prints = async (text: string): Promise<void> => {
    const what = (): string => `it prints “${text}”. It printed:\n${output}`;
    await eventually(what, () => output.includes(text) || hasEnded(), PATIENCE_MS / 2);
    if (!output.includes(text)) throw new Error(`It has ended before ${what()}`);
  };
  return {
    url: `http://localhost:${port}`,
    async database() {
      const authToken = (await readFile(join(stateDir, "database/auth-token"), "utf8")).trim();
      return { url: `http://127.0.0.1:${databasePort}`, authToken };
    },
    pid: child.pid ?? 0,
    output: () => output,
    prints,
    ready: () => prints("Ctrl-C stops everything"),
    kill: (signal) => void child.kill(signal),
    ended: once(child, "close"),
  };
}
