import type { Connection } from "../database/connection.ts";
import { EngineLacks, TillTaken, innermostMessage } from "../setup/setup.ts";
import { isAddress } from "./is-address.ts";

/** What was asked for can't be done, and no setting of the database is to blame. Its message says all that a person needs. */
export class NotDone extends Error {
  override readonly name = "NotDone";
}

type Work = (connection: Connection) => Promise<string>;

/** The settings that a person looks at if the database fails. */
const databaseSettings = "DATABASE_URL and DATABASE_AUTH_TOKEN";

/**
 * Does something to the database that `DATABASE_URL` and `DATABASE_AUTH_TOKEN` name, and prints the sentence that
 * it answers with. Without an address, or if it fails, ends the process with one sentence that says what to look at.
 */
export const onDatabase = (work: Work): Promise<void> =>
  onAddress(
    async (connection) => {
      if (!hasTills(connection)) return work(connection);
      throw new NotDone(
        "DATABASE_URL has {till} in it and names no single database. Put an id there, such as default, or use db:migrate --all.",
      );
    },
    suchAs,
    databaseSettings,
  );

/** The same for the databases of all tills: `DATABASE_URL` has `{till}` in it. `settings` are what to look at if they fail. */
export const onTills = (work: Work, settings: string = databaseSettings): Promise<void> =>
  onAddress(
    async (connection) => {
      if (hasTills(connection)) return work(connection);
      throw new NotDone(`DATABASE_URL names one database: it must have {till} in it, ${suchAsTills}.`);
    },
    suchAsTills,
    settings,
  );

async function onAddress(work: Work, example: string, settings: string): Promise<void> {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = process.env;
  if (!url) return fail(`Set DATABASE_URL to the database, ${example}, and DATABASE_AUTH_TOKEN to its token.`);
  // The wrong address is not quoted, because it may contain a token.
  if (!isAddress(url)) return fail(`DATABASE_URL is not the address of a database, ${example}.`);
  try {
    console.log(await work({ url, authToken }));
  } catch (error) {
    if (error instanceof NotDone || error instanceof TillTaken || error instanceof EngineLacks)
      return fail(error.message);
    const place = URL.parse(url)?.host ?? "DATABASE_URL";
    const why = innermostMessage(error).replace(/\.$/, "");
    fail(`The database could not be prepared (${place}): ${why}. Check ${settings}.`);
  }
}

const suchAs = "such as libsql://shop-you.turso.io, or http://127.0.0.1:8790 for a local server";

const suchAsTills = "such as libsql://{till}-you.turso.io, or http://127.0.0.1:8790/{till}/ for a local server";

const hasTills = ({ url }: Connection) => url.includes("{till}");

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
