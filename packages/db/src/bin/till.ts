import { parseArgs } from "node:util";
import { isTillId } from "@till/contracts";
import type { Connection } from "../database/connection.ts";
import { createShop } from "../setup/setup.ts";
import { openTillStore } from "../tills/store.ts";
import { onDatabase } from "./on-database.ts";

const usage = `Usage: till create ID [--name "Name of the shop"]

Makes a shop of its own: a database with an empty catalogue, and an API key of its staff.
DATABASE_URL has {till} where the id goes: libsql://{till}-acme.turso.io. On Turso, set TURSO_ORGANIZATION,
TURSO_GROUP and TURSO_PLATFORM_TOKEN too.`;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { name: { type: "string" } } });
const [command, id] = positionals;

if (command !== "create" || id === undefined || positionals.length > 2) {
  console.error(usage);
  process.exitCode = 1;
} else await onDatabase((connection) => create(connection, id));

async function create(connection: Connection, till: string): Promise<string> {
  if (!isTillId(till)) throw new Error(`${till} can't be the id of a till: use lower-case letters, digits and hyphens`);
  if (!connection.url.includes("{till}"))
    throw new Error("DATABASE_URL must have {till} in it, such as libsql://{till}-acme.turso.io");
  const store = openTillStore(connection, tursoAccount(connection), fetch);
  const { apiKey } = await createShop(connection, store, { id: till, name: values.name ?? till });
  return `The till ${till} is ready, at /t/${till}/ of your Till.\nAn API key of its staff, which is not shown again:\n${apiKey}`;
}

function tursoAccount({ url }: Connection) {
  if (url.startsWith("http:")) return null;
  const { TURSO_ORGANIZATION: organization, TURSO_PLATFORM_TOKEN: platformToken, TURSO_GROUP: group } = process.env;
  if (!organization || !platformToken)
    throw new Error("Set TURSO_ORGANIZATION and TURSO_PLATFORM_TOKEN: the database is made with them");
  return { organization, platformToken, group: group || "default" };
}
