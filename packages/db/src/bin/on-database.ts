import type { Connection } from "../database/connection.ts";
import { innermostMessage } from "../setup/innermost-message.ts";

/**
 * Does something to the database that `DATABASE_URL` and `DATABASE_AUTH_TOKEN` name, and prints the sentence that
 * it answers with. Without an address, or if it fails, ends the process with one sentence that says what to look at.
 */
export async function onDatabase(work: (connection: Connection) => Promise<string>): Promise<void> {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = process.env;
  if (!url) return fail(`Set DATABASE_URL to the database, ${suchAs}, and DATABASE_AUTH_TOKEN to its token.`);
  // The wrong address is not quoted, because it may contain a token.
  if (!isAddress(url)) return fail(`DATABASE_URL is not the address of a database, ${suchAs}.`);
  try {
    console.log(await work({ url, authToken }));
  } catch (error) {
    const place = URL.parse(url)?.host ?? "DATABASE_URL";
    fail(
      `The database could not be prepared (${place}): ${innermostMessage(error).replace(/\.$/, "")}. Check DATABASE_URL and DATABASE_AUTH_TOKEN.`,
    );
  }
}

const suchAs = "such as libsql://shop-you.turso.io, or http://127.0.0.1:8790 for a local server";

/** Whether the database client that Till uses takes such an address. */
const isAddress = (url: string) => /^(?:libsql|https?|wss?):\/\/[^/]/.test(url) && URL.canParse(url);

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
