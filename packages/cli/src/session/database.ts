import { join, relative } from "node:path";
import { styleText } from "node:util";
import { type Connection, openTillStore } from "@till/db";
import {
  claimSandbox,
  innermostMessage,
  markSandbox,
  migrateDatabase,
  migrateTills,
  prepareTemplate,
  seedDatabase,
} from "@till/db/setup";
import { PortInUseError, startLibsql } from "@till/libsql-local";
import { keepDatabase } from "./keep-database.ts";
import { serverForNpm } from "./server-for-npm.ts";
import type { Settings } from "./settings.ts";
import type { Parts } from "./shutdown.ts";

/** Without a `databasePort`, the local database listens on a free port. */
export type DatabaseSettings = Omit<Settings, "port" | "databasePort"> & { databasePort: number | undefined };

export type Database = {
  /** The database of the default till. */
  url: string;
  /** The databases of all tills: `{till}` stands for one. Undefined where there is only the default till. */
  tillUrl: string | undefined;
  authToken: string | undefined;
  /** Where a person would look for the data. */
  place: string;
};

/**
 * The database that the environment names, or the local one, which is started, with its newest schema and the demo data.
 * One that is not a sandbox's is refused before anything is changed in it: it may be a real shop's.
 */
export async function openDatabase(settings: DatabaseSettings, parts: Parts): Promise<Database> {
  const database = settings.remote ? useRemote(settings.remote) : await startLocal(settings, parts);
  try {
    await (settings.remote ? claimSandbox(database) : markSandbox(database));
    await migrateDatabase(database);
    await seedDatabase(database);
    if (database.tillUrl) await prepareTills({ url: database.tillUrl, authToken: database.authToken });
  } catch (cause) {
    throw new Error(`The database could not be prepared (${database.place}): ${innermostMessage(cause)}`, { cause });
  }
  return database;
}

/** The template that new tills are copies of, and the tills of earlier sessions, with the newest schema. */
async function prepareTills(connection: Connection): Promise<void> {
  await prepareTemplate(connection, openTillStore(connection, null, fetch));
  // A till that is broken keeps nobody from the others. It is deleted when its time is over.
  for (const { till, why } of await migrateTills(connection)) say(`The till ${till} could not be migrated: ${why}`);
}

function useRemote({ url, authToken }: NonNullable<Settings["remote"]>): Database {
  return { url, tillUrl: undefined, authToken, place: URL.parse(url)?.host ?? "TILL_DEV_DATABASE_URL" };
}

async function startLocal(settings: DatabaseSettings, parts: Parts): Promise<Database> {
  const { databasePort: port, stateDir, baseDir, command } = settings;
  const dataDir = join(stateDir, "database");
  try {
    const server = await startLibsql({ dataDir, binary: await serverForNpm(), ...(port !== undefined && { port }) });
    const watching = new AbortController();
    parts.add(() => {
      watching.abort();
      return server.stop();
    });
    const place = relative(baseDir, dataDir);
    const givenUp = keepDatabase({ database: server, say, signal: watching.signal });
    parts.endWith(givenUp, (why) => `${why ?? ""}\n${whatToDo(place, command)}`);
    return { url: server.url, tillUrl: server.tillUrl, authToken: server.authToken, place };
  } catch (error) {
    if (!(error instanceof PortInUseError)) throw error;
    const other = `DATABASE_PORT=${(port ?? 0) + 1} ${command}`;
    throw new Error(`${error.message} This one is for the database: ${other}`, {
      cause: error,
    });
  }
}

function say(sentence: string): void {
  console.log(`\n${styleText("yellow", sentence)}\n`);
}

function whatToDo(place: string, command: string): string {
  return (
    `Start it again: ${command}. If that fails too, perhaps the disk is full, or the data is damaged: ` +
    `move the folder ${place} away, and Till begins with new demo data.`
  );
}
