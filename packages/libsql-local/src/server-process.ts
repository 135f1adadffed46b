import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_NAMESPACE } from "./namespace-name.ts";
import { findFreePort, PortInUseError } from "./port.ts";
import { spawnTied, type ProcessExit, type TiedProcess } from "./tied-process.ts";

export type ServerProcess = TiedProcess & {
  pid: number;
  /** The ports it listens on, on 127.0.0.1. Only the router uses them. */
  port: number;
  adminPort: number;
  /** Whether this process holds its port, and not another process. */
  isListening(): boolean;
  lastLines(): string;
  /** The `Authorization` header that it asks for. Only the router knows it. */
  authorization: string;
};

type ServerProcessOptions = { binary: string; dataDir: string; isTemporary: boolean };

/**
 * docs/decisions/0013-the-local-database.md and 0015-the-local-server-has-tills.md have the measurements.
 *
 * With 4 or more connections to one database, the server livelocks under writes and stops answering. So the router
 * allows one. The server counts its connections over all namespaces. Throttling must be off: for a large answer the
 * server would ask for 4 of them at once, and if streams hold them, never get them.
 *
 * Every namespace stays open. If there are too many, the server closes one, and meanwhile answers that it does not
 * exist.
 *
 * The log is for replicas and can't be switched off. Its size, in megabytes, is where the server compacts it.
 */
const FLAGS = [
  ["--enable-namespaces"],
  ["--max-concurrent-connections", "32"],
  ["--max-active-namespaces", "100000"],
  ["--connection-creation-timeout-sec", "30"],
  ["--max-concurrent-requests", "10000"],
  ["--disable-intelligent-throttling"],
  ["--max-log-size", "32"],
  ["--no-welcome"],
].flat();

const START_TIMEOUT_MS = 20_000;
const POLL_MS = 10;
const KEPT_LINES = 40;

/** The line that the server prints once it has bound its port, before it opens the database. */
const LISTENING = "listening for incoming user HTTP connection";
const PORT_TAKEN = "Address already in use";

/** How many free ports to try: another process may take a port between finding and using it. */
const MAX_PORTS_TRIED = 5;

/**
 * Starts a server on a free port and waits until it answers. `record` gets its process id before that. Rejects with the
 * last lines of output if the server ends or does not answer.
 */
export async function startServer(
  options: ServerProcessOptions,
  record: (pid: number) => Promise<void>,
): Promise<ServerProcess> {
  for (let tried = 1; ; tried += 1) {
    const server = runServer(options, await findFreePort(), await findFreePort());
    await record(server.pid);
    if ((await untilReady(server)) === "ready") return server;
    if (tried === MAX_PORTS_TRIED) throw new PortInUseError(server.port);
  }
}

/** Starts the server's process. It keeps the last lines of output and prints nothing. */
export function runServer(
  { binary, dataDir, isTemporary }: ServerProcessOptions,
  port: number,
  adminPort: number,
): ServerProcess {
  const lines: string[] = [];
  let isListening = false;
  // A web page can guess the port. Its request must not get in beside the router.
  const credential = Buffer.from(`till:${randomBytes(32).toString("hex")}`).toString("base64url");
  const child = spawnTied({
    command: binary,
    args: [
      `--db-path=${dataDir}`,
      `--http-listen-addr=127.0.0.1:${port}`,
      `--admin-listen-addr=127.0.0.1:${adminPort}`,
      ...FLAGS,
    ],
    // The server gets no other variables: an SQLD_… variable could open further listeners. The credential is not an
    // argument, because other users can read those.
    env: {
      PATH: process.env["PATH"],
      RUST_LOG: "info",
      NO_COLOR: "1",
      SQLD_HTTP_AUTH: `basic:${credential}`,
      LIBSQL_ADMIN_AUTH_KEY: credential,
    },
    isPrivate: true,
    ...(isTemporary && { scratchDir: dataDir }),
    onLine(line) {
      if (line.trim() !== "") lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      isListening ||= line.includes(LISTENING);
    },
  });
  return {
    ...child,
    pid: child.pid ?? 0,
    port,
    adminPort,
    authorization: `Basic ${credential}`,
    isListening: () => isListening,
    lastLines: () => lines.join("\n"),
  };
}

/**
 * Waits until the server answers and has opened the default namespace. If its port is taken, it says so, and the caller tries another. Every other failure
 * ends the process and throws with the last lines of output.
 */
export async function untilReady(server: ServerProcess): Promise<"ready" | "port-taken"> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const outcome = await Promise.race([
    answered(server, signal).catch(() => "silent" as const),
    sleep(START_TIMEOUT_MS, undefined, { signal }).then(
      () => "silent" as const,
      () => "silent" as const,
    ),
    server.exited,
  ]);
  waiting.abort();
  if (outcome === "ready") return "ready";
  if (typeof outcome === "object" && server.lastLines().includes(PORT_TAKEN)) return "port-taken";
  await server.stop();
  throw new Error(
    `The local libSQL server ${whatFailed(outcome)}. Its last output:\n${server.lastLines() || "(nothing)"}`,
  );
}

function whatFailed(outcome: "silent" | "broken" | ProcessExit): string {
  if (outcome === "silent") return `did not answer within ${START_TIMEOUT_MS / 1_000} seconds`;
  if (outcome === "broken") return "could not open its data";
  return `ended while it started (${outcome.signal ?? `exit code ${outcome.code}`})`;
}

async function answered(server: ServerProcess, signal: AbortSignal): Promise<"ready" | "broken"> {
  for (;;) {
    // Another server that took the port would also answer, so check first that this one holds it.
    const status = server.isListening() && (await openDefault(server, signal));
    if (status) return status === 200 ? "ready" : "broken";
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** Asks the server to open the default namespace. Returns the status of its answer, or undefined without an answer. */
async function openDefault({ adminPort, authorization }: ServerProcess, signal: AbortSignal) {
  try {
    const url = `http://127.0.0.1:${adminPort}/v1/namespaces/${DEFAULT_NAMESPACE}/config`;
    const response = await fetch(url, { headers: { authorization }, signal });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}
