import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort, PortInUseError } from "./port.ts";
import { spawnTied, type TiedProcess } from "./tied-process.ts";

export type ServerProcess = TiedProcess & {
  pid: number;
  /** Where it listens, on 127.0.0.1: for the router, and for nobody else. */
  port: number;
  /** Whether this very process, and no other on the same port, holds its port. */
  isListening(): boolean;
  lastLines(): string;
};

type ServerProcessOptions = { binary: string; dataDir: string; isTemporary: boolean };

/**
 * docs/decisions/0013-the-local-database.md has what was measured.
 *
 * With 4 connections, or as many as it would have, the server livelocks under writes, and nothing answers any more. With
 * one it must not throttle: when an answer is large, it would ask for 4 connections at once, and never get them.
 *
 * The log is for replicas, and can't be switched off. In megabytes: how large it grows before it is made compact.
 */
const FLAGS = [
  ["--max-concurrent-connections", "1"],
  ["--connection-creation-timeout-sec", "30"],
  ["--max-concurrent-requests", "10000"],
  ["--disable-intelligent-throttling"],
  ["--max-log-size", "32"],
  ["--no-welcome"],
].flat();

const START_TIMEOUT_MS = 20_000;
const POLL_MS = 10;
const KEPT_LINES = 40;

/** What the server prints once it has bound its port, before it opens the database. */
const LISTENING = "listening for incoming user HTTP connection";
const PORT_TAKEN = "Address already in use";

/** How many free ports to try: between finding one and using it, another process may take it. */
const MAX_PORTS_TRIED = 5;

/**
 * Starts a server at a free port and waits until it answers. `record` is told its process id before that. Rejects
 * if the server ends or is silent at its start, with the last lines that it printed.
 */
export async function startServer(
  options: ServerProcessOptions,
  record: (pid: number) => Promise<void>,
): Promise<ServerProcess> {
  for (let tried = 1; ; tried += 1) {
    const server = runServer(options, await findFreePort());
    await record(server.pid);
    if ((await untilReady(server)) === "ready") return server;
    if (tried === MAX_PORTS_TRIED) throw new PortInUseError(server.port);
  }
}

/** Starts the server's process and keeps its last lines, off the console. */
export function runServer({ binary, dataDir, isTemporary }: ServerProcessOptions, port: number): ServerProcess {
  const lines: string[] = [];
  let isListening = false;
  const child = spawnTied({
    command: binary,
    args: ["--db-path", dataDir, "--http-listen-addr", `127.0.0.1:${port}`, ...FLAGS],
    // Nothing else of our environment: an SQLD_… variable in it could open further listeners.
    env: { PATH: process.env["PATH"], RUST_LOG: "info", NO_COLOR: "1" },
    ...(isTemporary && { scratchDir: dataDir }),
    onLine(line) {
      if (line.trim() !== "") lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      isListening ||= line.includes(LISTENING);
    },
  });
  return { ...child, pid: child.pid ?? 0, port, isListening: () => isListening, lastLines: () => lines.join("\n") };
}

/**
 * Waits until the server answers. When its port turns out to be taken, says so: that is for the caller to
 * solve. Every other failure ends the process and throws, with the last lines that it printed.
 */
export async function untilReady(server: ServerProcess): Promise<"ready" | "port-taken"> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const outcome = await Promise.race([
    healthy(server, signal).catch(() => "silent" as const),
    sleep(START_TIMEOUT_MS, undefined, { signal }).then(
      () => "silent" as const,
      () => "silent" as const,
    ),
    server.exited,
  ]);
  waiting.abort();
  if (outcome === "healthy") return "ready";
  if (outcome !== "silent" && server.lastLines().includes(PORT_TAKEN)) return "port-taken";
  await server.stop();
  const what =
    outcome === "silent"
      ? `did not answer within ${START_TIMEOUT_MS / 1_000} seconds`
      : `ended at its start (${outcome.signal ?? `exit code ${outcome.code}`})`;
  throw new Error(`The local libSQL server ${what}. The last that it printed:\n${server.lastLines() || "(nothing)"}`);
}

async function healthy(server: ServerProcess, signal: AbortSignal): Promise<"healthy"> {
  // Another server that has won a race for the port would answer /health just as well: first, it must be ours.
  while (!(server.isListening() && (await answers(server.port, signal)))) {
    await sleep(POLL_MS, undefined, { signal });
  }
  return "healthy";
}

async function answers(port: number, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/health`, { signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
