import { join, relative } from "node:path";
import { migrateDatabase, seedDatabase } from "@till/db/setup";
import { PortInUseError, startLibsql } from "@till/libsql-local";
import { root } from "./paths.ts";
import type { Settings } from "./settings.ts";
import type { Shutdown } from "./shutdown.ts";

/** `place` is where a person would look for the data. */
export type Database = { url: string; authToken: string | undefined; place: string };

/** The database that the environment names, or the local one, which is started, with its newest schema and the demo data. */
export async function openDatabase(settings: Settings, shutdown: Shutdown): Promise<Database> {
  const database = settings.remote ? useRemote(settings.remote) : await startLocal(settings, shutdown);
  try {
    await migrateDatabase(database);
    await seedDatabase(database);
  } catch (cause) {
    throw new Error(`The database could not be prepared (${database.place}): ${innermost(cause)}`, { cause });
  }
  return database;
}

function useRemote({ url, authToken }: NonNullable<Settings["remote"]>): Database {
  return { url, authToken, place: URL.parse(url)?.host ?? "DATABASE_URL" };
}

async function startLocal({ databasePort: port, stateDir }: Settings, shutdown: Shutdown): Promise<Database> {
  const dataDir = join(stateDir, "database");
  try {
    const server = await startLibsql({ dataDir, port });
    shutdown.add(() => server.stop());
    let output = "";
    const exited = server.exited.then((exit) => {
      output = exit.output;
    });
    shutdown.endWith(exited, () => `The database server has ended by itself. The last that it printed:\n${output}`);
    return { url: server.url, authToken: undefined, place: relative(root, dataDir) };
  } catch (error) {
    if (!(error instanceof PortInUseError)) throw error;
    throw new Error(`${error.message} This one is for the database: DATABASE_PORT=${port + 1} npx pnpm@10 dev`, {
      cause: error,
    });
  }
}

/** Drizzle wraps an error in one that shows the whole statement; what went wrong is at the end of the chain. */
function innermost(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : innermost(error.cause);
}
