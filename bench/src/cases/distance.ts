import { type Call, type DistanceResult, calls } from "../results.ts";
import { startDatabase } from "../rig/database.ts";
import { openDatabaseWay } from "../rig/database-way.ts";
import { makePayableOrders } from "../rig/payable-orders.ts";
import { tillRequests } from "../rig/requests.ts";
import { type Bench, customerId } from "../rig/rig.ts";
import { signIn } from "../rig/till-calls.ts";
import { startTillWorker } from "../rig/till-worker.ts";
import { type Series, noOrders, payableIn, runOnce, runRounds } from "./rounds.ts";

const delayMs = 40;
const warmUp = { connections: 4, seconds: 1 };

/** Measures each call, one at a time, with 40 ms added to every request to the database. */
export async function measureDistance(
  bench: Bench,
  settings: { readonly rounds: number; readonly seconds: number },
): Promise<DistanceResult[]> {
  await using stack = bench.scope();
  const built = await bench.built();
  const database = await startDatabase(bench.scratchDir, "distance");
  stack.defer(database.stop);
  const way = await openDatabaseWay(database, { delayMs });
  stack.defer(way.stop);
  const till = await startTillWorker(built, way);
  stack.defer(till.stop);
  const orders = await makePayableOrders(database, customerId);
  const token = await signIn(till.url, customerId);
  const series = calls.map((call): Series & { readonly name: Call } => ({
    name: call,
    database,
    isTill: true,
    async requests() {
      const range =
        call === "pay" ? await orders.take(payableIn(settings.seconds)) : call === "get" ? orders.toRead : noOrders;
      return tillRequests(call, till.url, token, range);
    },
  }));
  for (const one of series) await runOnce(bench.load(), one, warmUp);
  const runs = await runRounds(bench.load(), series, { ...settings, connections: 1 }, (call, round) =>
    bench.progress.step(`${call}: ${delayMs} ms to the database, round ${round + 1} of ${settings.rounds}`),
  );
  return [...runs].map(([call, found]) => ({ call, delayMs, runs: found }));
}
