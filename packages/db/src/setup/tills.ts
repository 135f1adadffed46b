import { defaultTill, templateTill } from "@till/contracts";
import { asc, eq, gt, and } from "drizzle-orm";
import pLimit from "p-limit";
import { newApiKey } from "../access/api-key-text.ts";
import { createApiKey } from "../access/api-keys.ts";
import { type Connection, inTill } from "../database/connection.ts";
import { askDatabase } from "../database/ask-database.ts";
import { openDatabase } from "../database/database.ts";
import { DatabaseError, NoSuchDatabase } from "../database/faults.ts";
import { tills } from "../schema/schema.ts";
import { enterShop, openTill, stateOfTill } from "../tills/directory.ts";
import type { TillStore } from "../tills/store.ts";
import { innermostMessage } from "./innermost-message.ts";
import { markSandbox } from "./mark-sandbox.ts";
import { migrateDatabase } from "./migrate.ts";
import { openForSetup } from "./open-for-setup.ts";
import { seedDatabase } from "./seed.ts";

// Programs that set up tills. Each takes the connection with `{till}` in its address.

/** How many databases are migrated at once. */
const migrationsAtOnce = 5;

/** How many tills are read from the directory at once. */
const pageSize = 500;

/** Makes or updates the template that new tills of a sandbox are copied from. */
export async function prepareTemplate(connection: Connection, store: TillStore): Promise<void> {
  const template = inTill(connection, templateTill);
  await store.create(templateTill);
  await markSandbox(template);
  await migrateDatabase(template);
  await seedDatabase(template);
}

/** The progress of migrating all tills: how many of how many are done. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** A till that could not be migrated, with the reason in one sentence. */
export interface FailedTill {
  readonly till: string;
  readonly why: string;
}

interface Migrating {
  readonly onProgress?: (progress: Progress) => void;
  /** The last migration; by default the newest. */
  readonly upTo?: string;
}

/**
 * Migrates the default till, the template if there is one, and every till of the directory to the same schema, some at
 * once. If one fails, the others are still migrated. A second run does the rest.
 *
 * @throws if the default till can't be migrated, because it has the directory.
 */
export async function migrateTills(
  connection: Connection,
  { onProgress = () => undefined, upTo }: Migrating = {},
): Promise<readonly FailedTill[]> {
  await migrateDatabase(inTill(connection, defaultTill), upTo);
  const ofDirectory = await listTillIds(inTill(connection, defaultTill));
  const all = (await hasTemplate(connection)) ? [templateTill, ...ofDirectory] : ofDirectory;
  const failed: FailedTill[] = [];
  let done = 0;
  onProgress({ done, total: all.length });
  await pLimit(migrationsAtOnce).map(all, async (till) => {
    try {
      await migrateDatabase(inTill(connection, till), upTo);
    } catch (error) {
      failed.push({ till, why: innermostMessage(error) });
    }
    done += 1;
    onProgress({ done, total: all.length });
  });
  return failed;
}

/** Whether there is a template, as in a sandbox: without the newest schema, new tills would not have it. */
async function hasTemplate(connection: Connection): Promise<boolean> {
  try {
    await askDatabase(openDatabase(inTill(connection, templateTill)));
    return true;
  } catch (error) {
    // One that fails in another way is there, and migrating it says why.
    return !(error instanceof NoSuchDatabase);
  }
}

async function listTillIds(directory: Connection): Promise<string[]> {
  const db = openForSetup(directory);
  const ids: string[] = [];
  for (let after = 0; ;) {
    const page = await db
      .select({ number: tills.number, id: tills.id })
      .from(tills)
      .where(and(eq(tills.state, "READY"), gt(tills.number, after)))
      .orderBy(asc(tills.number))
      .limit(pageSize);
    ids.push(...page.map(({ id }) => id));
    after = page.at(-1)?.number ?? 0;
    if (page.length < pageSize) return ids;
  }
}

/** Whether there is such a database, whatever is in it. */
async function exists(connection: Connection): Promise<boolean> {
  try {
    await askDatabase(openDatabase(connection));
    return true;
  } catch (error) {
    if (error instanceof NoSuchDatabase) return false;
    // It answered, and has other tables.
    if (error instanceof DatabaseError) return true;
    throw error;
  }
}

const now = () => new Date().toISOString();

/** A new shop: its id, and an API key for a program of its staff. The key is never shown again. */
export interface NewShop {
  readonly id: string;
  readonly apiKey: string;
}

/** The id is in use. */
export class TillTaken extends Error {
  override readonly name = "TillTaken";
}

/**
 * Makes a till that does not expire: a shop with an empty catalogue, and one API key of its staff. It makes the default
 * till first, if there is none, because that has the directory.
 *
 * @throws TillTaken if there is a till of this id, or a database of this name. After another fault it can be called again
 * to complete the till; if nobody does, the sweep deletes it.
 */
export async function createShop(
  connection: Connection,
  store: TillStore,
  { id, name }: { id: string; name: string },
): Promise<NewShop> {
  if (id === defaultTill)
    throw new TillTaken(`The till ${id} is there already: it is that of requests that name none.`);
  const directory = openDatabase(inTill(connection, defaultTill));
  const shop = inTill(connection, id);
  await store.create(defaultTill);
  await migrateDatabase(inTill(connection, defaultTill));
  // A database without a till may be of somebody else, and the sweep would delete it if this failed.
  if ((await stateOfTill(directory, id)) === null && (await exists(shop)))
    throw new TillTaken(`There is a database ${id} already.`);
  if (!(await enterShop(directory, { id, name }, now()))) throw new TillTaken(`There is a till ${id} already.`);
  await store.create(id);
  await migrateDatabase(shop);
  const key = newApiKey("staff", id);
  await createApiKey(
    openDatabase(shop),
    { name: "First key", role: "staff" },
    { ...key, createdBy: "system", now: now() },
  );
  await openTill(directory, id, now());
  return { id, apiKey: key.key };
}
