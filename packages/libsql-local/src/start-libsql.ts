import { openDataDir, type DataDir } from "./data-dir.ts";
import { lockDataDir, type DataDirLock } from "./data-dir-lock.ts";
import { findFreePort, isPortFree, PortInUseError } from "./port.ts";
import { serverBinary } from "./server-binary.ts";
import { runServer, untilReady, type ServerProcess } from "./server-process.ts";
import type { ProcessExit } from "./tied-process.ts";

export type LibsqlOptions = {
  /** Where the data lives. Without it, a temporary folder that is removed when the server ends. */
  dataDir?: string;
  /** Without it, a free one. */
  port?: number;
};

/** How the server ended, and the last lines that it printed. */
export type LibsqlExit = ProcessExit & { output: string };

export type LibsqlServer = {
  /** `http://127.0.0.1:<port>`, for a libSQL client. No token is needed. */
  url: string;
  /** Ends the server, keeping its data unless the folder is a temporary one. May be called again. */
  stop(): Promise<void>;
  /** Resolves when the server has ended, be it by `stop()` or by itself. Never rejects. */
  exited: Promise<LibsqlExit>;
};

/** How many free ports to try: between finding one and using it, another process may take it. */
const MAX_PORTS_TRIED = 5;

/**
 * Starts the real libSQL server for development and tests, on 127.0.0.1 only, and resolves when it answers.
 * It ends with this process, however this process ends (see `spawnTied`).
 *
 * Rejects with a `PortInUseError` if the given port is taken, and with a sentence that says what to do if
 * another server works on `dataDir`, if there is no server for this platform, or if it ends or is silent at
 * its start; in that case its last lines are in the message.
 */
export async function startLibsql(options: LibsqlOptions = {}): Promise<LibsqlServer> {
  const binary = serverBinary();
  const dataDir = await openDataDir(options.dataDir);
  try {
    const lock = await lockDataDir(dataDir.path);
    try {
      return await startOnPort(binary, dataDir, lock, options.port);
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    await dataDir.discard();
    throw error;
  }
}

async function startOnPort(
  binary: string,
  dataDir: DataDir,
  lock: DataDirLock,
  wanted?: number,
): Promise<LibsqlServer> {
  if (wanted !== undefined && !(await isPortFree(wanted))) throw new PortInUseError(wanted);
  for (let tried = 1; ; tried += 1) {
    const port = wanted ?? (await findFreePort());
    const server = runServer({ binary, dataDir: dataDir.path, isTemporary: dataDir.isTemporary, port });
    await lock.record({ pid: server.pid, port });
    const outcome = await untilReady(server, port);
    if (outcome === "ready") return hand(server, dataDir, lock, port);
    if (wanted !== undefined || tried === MAX_PORTS_TRIED) throw new PortInUseError(port);
  }
}

function hand(server: ServerProcess, dataDir: DataDir, lock: DataDirLock, port: number): LibsqlServer {
  const exited = server.exited.then(async (exit) => {
    await lock.release();
    await dataDir.discard();
    return { ...exit, output: server.lastLines() };
  });
  return {
    url: `http://127.0.0.1:${port}`,
    exited,
    async stop() {
      await server.stop();
      await exited;
    },
  };
}
