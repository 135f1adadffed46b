import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, createClient } from "@libsql/client/http";
import { migrateDatabase } from "@till/db/setup";
import { type LibsqlServer, startLibsql } from "@till/libsql-local";

/** People that the sandbox can sign in, so that the bench gets tokens as anybody does. */
export const customerIds = Array.from({ length: 16 }, (_, index) => `usr_bench_${index + 1}`);
export const staffId = "usr_bench_staff";

/** The products of every order: three lines. */
export const productIds = [1, 2, 3] as const;
/** A text in every answer that has an order. */
export const productMark = "BENCH-1";

const patienceMs = 15_000;
const settleMs = 60_000;

/** Where a database is, and the token that it asks for. */
export interface DatabaseAddress {
  readonly url: string;
  readonly authToken: string;
}

export interface BenchDatabase extends DatabaseAddress {
  /** The path of its file. Read it only while the server is stopped. */
  file(): Promise<string>;
  /** For the bench's own queries. */
  readonly client: Client;
  count(table: "orders" | "order_events" | "payments" | "lean_orders"): Promise<number>;
  /**
   * Waits until the database is free and, with `tillSends`, until Till has sent its messages. Then no message is due,
   * from any writer. Returns how long that took, and whether the server hung and was restarted.
   */
  settle(tillSends: boolean): Promise<{ settledAfterMs: number; databaseHung: boolean }>;
  /** Waits until the server writes nothing more: after many writes it continues in the background. */
  untilQuiet(): Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts its own libSQL server with Till's schema, and the people and products to measure with. */
export async function startDatabase(scratchDir: string, name: string): Promise<BenchDatabase> {
  const dataDir = join(scratchDir, name);
  let server: LibsqlServer = await startLibsql({ dataDir });
  const { url, authToken } = server;
  await migrateDatabase(server);
  const client = createClient({ url, authToken });
  await client.batch(peopleAndProducts(), "write");
  const one = async (sql: string) => Number((await client.execute(sql)).rows[0]?.[0]);
  const waiting = () => one("SELECT count(*) FROM notifications WHERE next_attempt_at IS NOT NULL");
  return {
    url,
    authToken,
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

/** Whether a client gets the write lock in time. */
const answers = (client: Client): Promise<boolean> =>
  Promise.race([
    client.batch(["UPDATE customers SET name = name WHERE id = ''"], "write").then(
      () => true,
      () => false,
    ),
    sleep(patienceMs, false, { ref: false }),
  ]);

/** Finds the database file by size, because the server's folder structure is internal. All have this file name. */
async function largestDatabaseFile(dataDir: string): Promise<string> {
  const files = (await readdir(dataDir, { recursive: true })).filter((file) => basename(file) === "data");
  const [largest] = files
    .map((file) => join(dataDir, file))
    .toSorted((one, other) => statSync(other).size - statSync(one).size);
  if (largest === undefined) throw new Error(`There is no database file in ${dataDir}.`);
  return largest;
}

/** How long the size of its files must stay the same for a server to count as quiet. */
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
  // The server may remove files in the meantime.
  return files.reduce((sum, file) => sum + (statSync(join(dir, file), { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** After this long without a sent message, the rest counts as stuck: a failed message waits for its next attempt. */
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

/** After this long without new rows, the requests that a run cut off count as done. */
const stillMs = 200;

/**
 * Waits until nobody writes orders any more: requests that were cut off at the end of a run are still being processed.
 */
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
