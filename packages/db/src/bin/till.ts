import { parseArgs } from "node:util";
import { isTillId, limits } from "@till/contracts";
import type { Connection } from "../database/connection.ts";
import { createShop, prepareTemplate } from "../setup/setup.ts";
import { openTillStore } from "../tills/store.ts";
import { NotDone, onTills } from "./on-database.ts";

const usage = `Usage: till create ID [--name "Name of the shop"]
       till template

create    makes a shop of its own: a database with an empty catalogue, and an API key of its staff.
template  makes the database that new tills of a sandbox are copies of, or brings it up to date.

DATABASE_URL has {till} where the id goes: libsql://{till}-acme.turso.io. On Turso, set TURSO_ORGANIZATION,
TURSO_GROUP and TURSO_PLATFORM_TOKEN too.`;

const { TURSO_ORGANIZATION, TURSO_PLATFORM_TOKEN, TURSO_GROUP, DATABASE_URL = "" } = process.env;

/** The local server makes databases by itself; Turso's platform API needs settings of its own. */
const isLocal = DATABASE_URL.startsWith("http:");
const settings = isLocal
  ? "DATABASE_URL and DATABASE_AUTH_TOKEN"
  : "DATABASE_URL, DATABASE_AUTH_TOKEN, TURSO_ORGANIZATION, TURSO_GROUP and TURSO_PLATFORM_TOKEN";

const work = readArguments();
if (work === null) {
  console.error(usage);
  process.exitCode = 1;
} else await onTills(work, settings);

/** What the arguments ask for; null if they make no sense. */
function readArguments(): ((connection: Connection) => Promise<string>) | null {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    strict: false,
    options: { name: { type: "string" } },
  });
  const [command, id, ...more] = positionals;
  const { name, ...unknown } = values;
  if (more.length > 0 || Object.keys(unknown).length > 0 || typeof name === "boolean") return null;
  if (command === "create" && id !== undefined) return (connection) => create(connection, id, name ?? id);
  if (command === "template" && id === undefined && name === undefined) return template;
  return null;
}

async function create(connection: Connection, till: string, name: string): Promise<string> {
  if (!isTillId(till))
    throw new NotDone(
      `${till} can't be the id of a till: use up to ${limits.tillIdLength} lower-case letters, digits and hyphens.`,
    );
  const { apiKey } = await createShop(connection, storeOf(connection), { id: till, name });
  return `The till ${till} is ready, at /t/${till}/ of your Till.\nAn API key of its staff, which is not shown again:\n${apiKey}`;
}

async function template(connection: Connection): Promise<string> {
  await prepareTemplate(connection, storeOf(connection));
  return "The template of the sandbox has the newest schema and the demo data.";
}

function storeOf(connection: Connection) {
  if (isLocal) return openTillStore(connection, null, fetch);
  if (!TURSO_ORGANIZATION || !TURSO_PLATFORM_TOKEN)
    throw new NotDone("Set TURSO_ORGANIZATION and TURSO_PLATFORM_TOKEN: the database is made with them.");
  const account = {
    organization: TURSO_ORGANIZATION,
    platformToken: TURSO_PLATFORM_TOKEN,
    group: TURSO_GROUP || "default",
  };
  return openTillStore(connection, account, fetch);
}
