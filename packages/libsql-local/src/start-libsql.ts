import { removeUnfinishedForks } from "./administration.ts";
import { authTokenOf } from "./auth-token.ts";
import { makePrivate, openDataDir } from "./data-dir.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { isPortFree, PortInUseError } from "./port.ts";
import { openRouter, type Router } from "./router.ts";
import { serverBinary } from "./server-binary.ts";
import { startServer, type ServerProcess } from "./server-process.ts";
import type { ProcessExit } from "./tied-process.ts";

export type LibsqlOptions = {
  /** The folder for the data. The default is a temporary folder, removed when the server stops. */
  dataDir?: string;
  /** The default is a free port. */
  port?: number;
  /** The path of the server. The default is the one that is installed. */
  binary?: string;
};

/** How the server ended, and its last lines of output. */
export type LibsqlExit = ProcessExit & { output: string };

export type LibsqlServer = {
  /** `http://127.0.0.1:<port>`, for a libSQL client. */
  readonly url: string;
  /**
   * `http://127.0.0.1:<port>/{till}/`, the address of each namespace (see `namespaces.ts`). The libSQL client needs the
   * slash at its end.
   */
  readonly tillUrl: string;
  /** The token that every request needs. It stays the same for a data folder (see `authTokenOf`). */
  readonly authToken: string;
  /** Resolves when the server's process ends, by `stop()` or otherwise. A restart replaces it. Never rejects. */
  readonly exited: Promise<LibsqlExit>;
  /**
   * Restarts the server with its data, at the same `url`. It kills a running server, which may not react to anything
   * else; committed data is kept. Rejects like `startLibsql` if the new server does not start.
   */
  restart(): Promise<void>;
  /** Ends the server. Its data stays, unless the folder is temporary. May be called again. */
  stop(): Promise<void>;
};

/**
 * Starts a real libSQL server for development and tests, on 127.0.0.1 only, behind a router that keeps its connection
 * available (see `openRouter`). Resolves when it answers. The server ends with this process, however this process ends
 * (see `spawnTied`).
 *
 * Rejects with a `PortInUseError` if the given port is taken. Rejects with a sentence that says what to do if another
 * server works on `dataDir`, if this platform has no server, or if the server ends or does not answer at start; the
 * message then has its last lines of output.
 */
export async function startLibsql(options: LibsqlOptions = {}): Promise<LibsqlServer> {
  const binary = options.binary ?? serverBinary();
  const undo: (() => Promise<void>)[] = [];
  const undoAll = async (): Promise<void> => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    const dataDir = await openDataDir(options.dataDir);
    undo.push(() => dataDir.discard());
    const lock = await lockDataDir(dataDir.path);
    undo.push(() => lock.release());
    await makePrivate(dataDir.path);
    const authToken = await authTokenOf(dataDir.path);
    const router = await listen({ port: options.port, authToken, dataDir: dataDir.path });
    undo.push(() => router.close());
    const start = async (): Promise<ServerProcess> => {
      await removeUnfinishedForks(dataDir.path);
      const server = await startServer({ binary, dataDir: dataDir.path, isTemporary: dataDir.isTemporary }, (pid) =>
        lock.record({ pid, port: router.port }),
      );
      router.aim(server);
      return server;
    };
    const url = `http://127.0.0.1:${router.port}`;
    return handOver({ url, tillUrl: `${url}/{till}/`, authToken }, await start(), start, undoAll);
  } catch (error) {
    await undoAll();
    throw error;
  }
}

type ListenOptions = { port: number | undefined; authToken: string; dataDir: string };

async function listen({ port, ...options }: ListenOptions): Promise<Router> {
  if (port !== undefined && !(await isPortFree(port))) throw new PortInUseError(port);
  return openRouter({ port: port ?? 0, ...options });
}

/** The handle of the server at `address`. `start` starts its replacement; `undoAll` removes what it runs on. */
function handOver(
  address: Pick<LibsqlServer, "url" | "tillUrl" | "authToken">,
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
    // The caller of a restart gets its error. Here only its end matters.
    await restarting.catch(() => undefined);
    await server.stop();
    await undoAll();
  };
  return {
    ...address,
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
