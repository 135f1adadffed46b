import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, createClient } from "@libsql/client/http";
import { migrateDatabase } from "@till/db/setup";
import { type LibsqlServer, startLibsql } from "@till/libsql-local";

/** People that the sandbox signs in, so that tokens come the way that anybody gets them. */
export const customerIds = Array.from({ length: 16 }, (_, index) => `usr_bench_${index + 1}`);
export const staffId = "usr_bench_staff";

/** What is bought: three lines of an order. */
export const productIds = [1, 2, 3] as const;
/** A text that is in every answer with an order. */
export const productMark = "BENCH-1";

const patienceMs = 15_000;
const settleMs = 60_000;

export interface BenchDatabase {
  readonly url: string;
  /** The path of its file. To be read while the server is stopped. */
  file(): Promise<string>;
  /** For what the bench itself asks and writes. */
  readonly client: Client;
  count(table: "orders" | "order_events" | "payments" | "lean_orders"): Promise<number>;
  /**
   * Waits until the database is free, and until Till has sent its messages if `tillSends`; then no message is due any
   * more, whoever wrote it. Answers how long that took, and whether the server hung and was started anew.
   */
  settle(tillSends: boolean): Promise<{ settledAfterMs: number; databaseHung: boolean }>;
  /** Waits until the server writes nothing any more: after much was written it goes on in the background. */
  untilQuiet(): Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a libSQL server of its own with Till's schema, and people and products to measure with. */
export async function startDatabase(scratchDir: string, name: string): Promise<BenchDatabase> {
  const dataDir = join(scratchDir, name);
  let server: LibsqlServer = await startLibsql({ dataDir });
  const { url } = server;
  await migrateDatabase({ url });
  const client = createClient({ url });
  await client.batch(peopleAndProducts(), "write");
  const one = async (sql: string) => Number((await client.execute(sql)).rows[0]?.[0]);
  const waiting = () => one("SELECT count(*) FROM notifications WHERE next_attempt_at IS NOT NULL");
  return {
    url,
    file: () => largestDatabaseFile(dataDir),
    client,
    count: (table) => one(`SELECT count(*) FROM ${table}`),
    async settle(tillSends) {
      const since = performance.now();
      if (!(await answers(client))) {
        await server.stop();
        server = await startLibsql({ dataDir, port: Number(new URL(url).port) });
        return { settledAfterMs: performance.now() - since, databaseHung: true };
      }
      await untilStill(client);
      if (tillSends) await untilSent(waiting);
      const settledAfterMs = Math.max(performance.now() - since - stillMs, 0);
      await client.batch([forgetMessages], "write");
      return { settledAfterMs, databaseHung: false };
    },
    untilQuiet: () => untilSizeStays(dataDir),
    async stop() {
      client.close();
      await server.stop();
    },
  };
}

const forgetMessages = `UPDATE notifications SET next_attempt_at = NULL, failed_at = created_at WHERE next_attempt_at IS NOT NULL`;

/** Whether somebody gets the write lock in time. */
const answers = (client: Client): Promise<boolean> =>
  Promise.race([
    client.batch(["UPDATE customers SET name = name WHERE id = ''"], "write").then(
      () => true,
      () => false,
    ),
    sleep(patienceMs, false, { ref: false }),
  ]);

/** Where in its folder the server keeps a database is its own affair; each is in a file of this name. */
async function largestDatabaseFile(dataDir: string): Promise<string> {
  const files = (await readdir(dataDir, { recursive: true })).filter((file) => basename(file) === "data");
  const [largest] = files
    .map((file) => join(dataDir, file))
    .toSorted((one, other) => statSync(other).size - statSync(one).size);
  if (largest === undefined) throw new Error(`There is no database file in ${dataDir}.`);
  return largest;
}

/** How long its files must stay as large as they are for a server to count as quiet. */
const quietMs = 2_000;

async function untilSizeStays(dataDir: string): Promise<void> {
  const since = performance.now();
  for (let size = await sizeOf(dataDir), before = -1; size !== before && performance.now() - since < settleMs;) {
    await sleep(quietMs);
    [before, size] = [size, await sizeOf(dataDir)];
  }
}

async function sizeOf(dir: string): Promise<number> {
  const files = await readdir(dir, { recursive: true });
  // The server removes files of its own meanwhile.
  return files.reduce((sum, file) => sum + (statSync(join(dir, file), { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** How long no message may go out before those that are left count as stuck: one that failed waits for its next attempt. */
const stuckMs = 3_000;

async function untilSent(waiting: () => Promise<number>): Promise<void> {
  let [left, changedAt] = [await waiting(), performance.now()];
  while (left > 0 && performance.now() - changedAt < stuckMs) {
    await sleep(100);
    const found = await waiting();
    if (found !== left) changedAt = performance.now();
    left = found;
  }
}

/** How long nothing new must come for the requests that a run has cut off to count as done. */
const stillMs = 200;

/** Waits until nobody writes orders any more: what a run cut off when its time was up is still being done then. */
async function untilStill(client: Client): Promise<void> {
  const newest = async () => JSON.stringify((await client.execute(newestRows)).rows[0]);
  const since = performance.now();
  for (let found = await newest(), before = ""; found !== before && performance.now() - since < settleMs;) {
    await sleep(stillMs);
    [before, found] = [found, await newest()];
  }
}

const newestRows = "SELECT (SELECT max(id) FROM order_events) AS event, (SELECT max(id) FROM lean_orders) AS lean";

const peopleAndProducts = () => [
  ...[...customerIds, staffId].map((id) => ({
    sql: `INSERT INTO customers (id, role, name, email, phone, demo) VALUES (?, ?, ?, ?, '+919800000000', TRUE)`,
    args: [id, id === staffId ? "staff" : "customer", `Person ${id}`, `${id}@example.com`],
  })),
  ...productIds.map((id) => ({
    sql: `INSERT INTO products (id, sku, name, description, unit_price, currency, stock)
      VALUES (?, 'BENCH-' || ?, 'Product ' || ?, 'To measure with', 12345, 'INR', 1000000000)`,
    args: Array<bigint>(3).fill(BigInt(id)),
  })),
  `CREATE TABLE lean_products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit_price INTEGER NOT NULL, stock INTEGER NOT NULL CHECK (stock >= 0))`,
  `INSERT INTO lean_products SELECT id, name, unit_price, stock FROM products`,
  `CREATE TABLE lean_orders (id INTEGER PRIMARY KEY, command_id TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL,
    status TEXT NOT NULL, total INTEGER NOT NULL, created_at TEXT NOT NULL)`,
  `CREATE INDEX lean_orders_user ON lean_orders (user_id, id)`,
  `CREATE TABLE lean_items (order_id INTEGER NOT NULL REFERENCES lean_orders (id), position INTEGER NOT NULL,
    product_id INTEGER NOT NULL REFERENCES lean_products (id), quantity INTEGER NOT NULL, unit_price INTEGER NOT NULL,
    PRIMARY KEY (order_id, position))`,
  `CREATE TABLE lean_events (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES lean_orders (id), actor_id TEXT NOT NULL,
    key TEXT NOT NULL, type TEXT NOT NULL, at TEXT NOT NULL, UNIQUE (actor_id, key))`,
];
