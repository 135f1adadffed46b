import { stat } from "node:fs/promises";
import { generateOrders } from "../orders/generate-orders.ts";
import { type GrowthCall, type GrowthResult, type Run, growthCalls } from "../results.ts";
import { type BenchDatabase, staffId, startDatabase } from "../rig/database.ts";
import type { OrderRange } from "../rig/load.ts";
import { makePayableOrders } from "../rig/payable-orders.ts";
import { staffReads, tillRequests } from "../rig/requests.ts";
import { type Bench, customerId } from "../rig/rig.ts";
import { signIn } from "../rig/till-calls.ts";
import { startTillWorker } from "../rig/till-worker.ts";
import { type Series, noOrders, payableIn, runOnce, runRounds } from "./rounds.ts";

export interface GrowthSettings {
  readonly rounds: number;
  readonly seconds: number;
  /** The number of orders in the large database. */
  readonly orders: number;
}

const smallOrders = 1_000;
/** In the small and in the large database. */
const ordersPerCustomer = 100;
const warmUp = { connections: 4, seconds: 1 };
const yearMs = 365 * 24 * 60 * 60 * 1000;

/** Measures calls, one at a time, on a small and a large database in turns. */
export async function measureGrowth(bench: Bench, { orders, ...settings }: GrowthSettings): Promise<GrowthResult> {
  await using stack = bench.scope();
  const small = await openShop(bench, stack, "small", smallOrders, settings.seconds);
  const since = performance.now();
  const large = await openShop(bench, stack, "large", orders, settings.seconds);
  const generatedInSeconds = (performance.now() - since) / 1000;
  const calls: { name: GrowthCall; small: Run[]; large: Run[] }[] = [];
  for (const name of growthCalls) {
    const series = [small.series(name), large.series(name)];
    for (const one of series) await runOnce(bench.load(), one, warmUp);
    const runs = await runRounds(bench.load(), series, { ...settings, connections: 1 }, (size, round) =>
      bench.progress.step(`${name}: ${size} database, round ${round + 1} of ${settings.rounds}`),
    );
    calls.push({ name, small: runs.get("small") ?? [], large: runs.get("large") ?? [] });
  }
  const databaseMiB = (await stat(await large.file())).size / 2 ** 20;
  return { smallOrders, largeOrders: orders, generatedInSeconds, databaseMiB, calls };
}

/** A Till on a database with this many orders of the last year. */
async function openShop(
  bench: Bench,
  stack: AsyncDisposableStack,
  size: "small" | "large",
  count: number,
  seconds: number,
) {
  const database = await startDatabase(bench.scratchDir, size);
  stack.defer(database.stop);
  const customers = Math.max(Math.round(count / ordersPerCustomer), 1);
  const customerIds = [customerId, ...Array.from({ length: customers - 1 }, (_, index) => `usr_many_${index + 1}`)];
  await addCustomers(database, customerIds.slice(1));
  const now = Date.now();
  await generateOrders(database.client, {
    firstId: 1,
    count,
    kind: "history",
    customerIds,
    from: now - yearMs,
    until: now,
    onProgress: (done) => bench.progress.share(`generating ${count.toLocaleString("en")} orders`, done),
  });
  await database.untilQuiet();
  const till = await startTillWorker(await bench.built(), database);
  stack.defer(till.stop);
  const payable = await makePayableOrders(database, customerId);
  const tokens = { customer: await signIn(till.url, customerId), staff: await signIn(till.url, staffId) };
  const ofCustomer: OrderRange = { first: 1, step: customers, count: Math.floor(count / customers), serves: "again" };
  return {
    file: () => database.file(),
    series: (name: GrowthCall): Series & { readonly name: typeof size } => ({
      name: size,
      database,
      isTill: true,
      async requests() {
        switch (name) {
          case "get":
            return tillRequests("get", till.url, tokens.customer, ofCustomer);
          case "pay":
            return tillRequests("pay", till.url, tokens.customer, await payable.take(payableIn(seconds)));
          case "first page":
            return tillRequests("list", till.url, tokens.customer, noOrders);
          case "first page for staff":
            return tillRequests("list", till.url, tokens.staff, noOrders);
          default:
            return staffReads(name, till.url, tokens.staff, noOrders);
        }
      },
    }),
  };
}

const addCustomers = ({ client }: BenchDatabase, ids: readonly string[]) =>
  client.execute({
    sql: `INSERT INTO customers (id, role, name, email, phone)
      SELECT value, 'customer', 'Person ' || value, value || '@example.com', '+919800000000' FROM json_each(?)`,
    args: [JSON.stringify(ids)],
  });
