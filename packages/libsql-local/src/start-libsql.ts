import { openDataDir } from "./data-dir.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { isPortFree, PortInUseError } from "./port.ts";
import { openRouter, type Router } from "./router.ts";
import { serverBinary } from "./server-binary.ts";
import { startServer, type ServerProcess } from "./server-process.ts";
import type { ProcessExit } from "./tied-process.ts";

export type LibsqlOptions = {
  /** Where the data lives. Without it, a temporary folder that is removed when the server is stopped. */
  dataDir?: string;
  /** Without it, a free one. */
  port?: number;
};

/** How the server ended, and the last lines that it printed. */
export type LibsqlExit = ProcessExit & { output: string };

export type LibsqlServer = {
  /** `http://127.0.0.1:<port>`, for a libSQL client. No token is needed. */
  readonly url: string;
  /** Resolves when the server's process has ended, by `stop()` or by itself. A restarted one has its own. Never rejects. */
  readonly exited: Promise<LibsqlExit>;
  /**
   * Starts the server again, with its data and at the same `url`. One that still runs is killed, as it may not listen
   * to anything else; what it has committed is kept. Rejects, as `startLibsql` does, if the new one does not come up.
   */
  restart(): Promise<void>;
  /** Ends the server, keeping its data unless the folder is a temporary one. May be called again. */
  stop(): Promise<void>;
};

/**
 * Starts the real libSQL server for development and tests, on 127.0.0.1 only, behind a router that keeps it free
 * (see `openRouter`), and resolves when it answers. It ends with this process, however this process ends (see
 * `spawnTied`).
 *
 * Rejects with a `PortInUseError` if the given port is taken, and with a sentence that says what to do if
 * another server works on `dataDir`, if there is no server for this platform, or if it ends or is silent at
 * its start; in that case its last lines are in the message.
 */
export async function startLibsql(options: LibsqlOptions = {}): Promise<LibsqlServer> {
  const binary = serverBinary();
  const undo: (() => Promise<void>)[] = [];
  const undoAll = async (): Promise<void> => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    const dataDir = await openDataDir(options.dataDir);
    undo.push(() => dataDir.discard());
    const lock = await lockDataDir(dataDir.path);
    undo.push(() => lock.release());
    const router = await listen(options.port);
    undo.push(() => router.close());
    const start = async (): Promise<ServerProcess> => {
      const server = await startServer({ binary, dataDir: dataDir.path, isTemporary: dataDir.isTemporary }, (pid) =>
        lock.record({ pid, port: router.port }),
      );
      router.aim(server.port);
      return server;
    };
    return handOver(`http://127.0.0.1:${router.port}`, await start(), start, undoAll);
  } catch (error) {
    await undoAll();
    throw error;
  }
}

async function listen(port: number | undefined): Promise<Router> {
  if (port !== undefined && !(await isPortFree(port))) throw new PortInUseError(port);
  return openRouter({ port: port ?? 0 });
}

/** The handle of a server that runs. `start` makes another one in its place; `undoAll` takes away what it stands on. */
function handOver(
  url: string,
  first: ServerProcess,
  start: () => Promise<ServerProcess>,
  undoAll: () => Promise<void>,
): LibsqlServer {
  let server = first;
  let restarting: Promise<void> = Promise.resolve();
  let stopped: Promise<void> | undefined;

  const replace = async (): Promise<void> => {
    await server.stop(0);
    server = await start();
  };
  const end = async (): Promise<void> => {
    // Whether a restart succeeds is for who asked for it; here it only has to be over.
    await restarting.catch(() => undefined);
    await server.stop();
    await undoAll();
  };
  return {
    url,
    get exited() {
      const running = server;
      return running.exited.then((exit) => ({ ...exit, output: running.lastLines() }));
    },
    restart() {
      if (stopped) return Promise.reject(new Error("This server has been stopped."));
      restarting = restarting.catch(() => undefined).then(replace);
      return restarting;
    },
    stop() {
      stopped ??= end();
      return stopped;
    },
  };
}
