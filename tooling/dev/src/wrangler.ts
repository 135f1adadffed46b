import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { spawnTied, type TiedProcess } from "@till/libsql-local";
import { apiDir } from "./paths.ts";

const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 100;
const REQUEST_TIMEOUT_MS = 5_000;

/** Nothing is sent or fetched, nothing is written outside the repository, and no question is asked. */
const QUIET = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_WRITE_LOGS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

export type WorkerOptions = { port: number; envFile: string; onLine: (line: string) => void };

/** Starts `wrangler dev` for the Worker in apps/api, on the loopback address. */
export function startWorker({ port, envFile, onLine }: WorkerOptions): TiedProcess {
  // The package's `bin` is a wrapper that dies of SIGTERM without handing it on; this is what it runs.
  const cli = createRequire(join(apiDir, "package.json")).resolve("wrangler");
  const flags = [
    "--ip",
    "127.0.0.1",
    "--port",
    String(port),
    "--env-file",
    envFile,
    "--show-interactive-dev-session=false",
  ];
  return spawnTied({
    command: process.execPath,
    args: ["--no-warnings", cli, "dev", ...flags],
    cwd: apiDir,
    env: { ...process.env, ...QUIET },
    onLine,
  });
}

/** Waits until the Worker at `url` answers. Throws if it has ended or is not ready in time. */
export async function untilHealthy(url: string, worker: TiedProcess): Promise<void> {
  let hasEnded = false;
  void worker.exited.then(() => {
    hasEnded = true;
  });
  let answer = "it does not answer";
  for (const giveUpAt = performance.now() + READY_TIMEOUT_MS; performance.now() < giveUpAt; await sleep(POLL_MS)) {
    if (hasEnded) throw new Error("wrangler has ended before the Worker was ready.");
    try {
      const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
      const text = await response.text();
      if (response.ok) return;
      answer = `GET /healthz says ${response.status} ${text.slice(0, 200)}`;
    } catch {
      // Not yet.
    }
  }
  throw new Error(`The Worker is not ready after ${READY_TIMEOUT_MS / 1_000} seconds: ${answer}.`);
}
