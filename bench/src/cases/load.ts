import { type Call, type LoadResult, type Way, ways } from "../results.ts";
import { type Requests, bareOrderRequests, floorRequests, tillRequests } from "../rig/requests.ts";
import { type Bench, type Rig, customerId, openRig } from "../rig/rig.ts";
import { type Series, noOrders, payableIn, runOnce, runRounds } from "./rounds.ts";

export interface LoadSettings {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  /** The numbers of connections to compare with the other ways, one after the other. */
  readonly connections: readonly number[];
  /** A number of connections that only have to get answers. */
  readonly crowd: number;
}

const warmUpConnections = 8;

/** Measures calls of Till and of the other ways, at several numbers of connections. */
export async function measureLoad(bench: Bench, calls: readonly Call[], settings: LoadSettings): Promise<LoadResult[]> {
  await using stack = bench.scope();
  const rig = await openRig(bench, stack, "load");
  const results: LoadResult[] = [];
  for (const call of calls) {
    const series = waysOf(call).map((way) => seriesOf(rig, call, way, settings.seconds));
    for (const one of series) {
      bench.progress.step(`${call}: ${one.name}, warming up`);
      await runOnce(bench.load(), one, { connections: warmUpConnections, seconds: settings.warmUpSeconds });
    }
    for (const connections of settings.connections) {
      const runs = await runRounds(bench.load(), series, { ...settings, connections }, (way, round) =>
        bench.progress.step(`${call}: ${way}, ${connections} connections, round ${round + 1} of ${settings.rounds}`),
      );
      for (const [way, found] of runs) results.push({ call, way, connections, runs: found });
    }
    bench.progress.step(`${call}: till, ${settings.crowd} connections`);
    const crowd = await runOnce(bench.load(), seriesOf(rig, call, "till", settings.seconds), {
      connections: settings.crowd,
      seconds: settings.seconds,
    });
    results.push({ call, way: "till", connections: settings.crowd, runs: [crowd] });
  }
  if (results.some(({ runs }) => runs.some(({ errors }) => errors > 0))) tellErrors(bench, rig);
  return results;
}

function tellErrors({ progress }: Bench, { errors, bare }: Rig): void {
  for (const error of new Set(errors())) progress.say(`Till logged: ${error}`);
  for (const error of new Set(bare.errors())) progress.say(`A bare Worker logged: ${error}`);
}

/** There are four ways to store an order. The other calls have no lean or plain version. */
const waysOf = (call: Call): readonly Way[] => (call === "create" ? ways : ["till", "floor"]);

const tables = { create: "orders", pay: "payments" } as const;

function seriesOf(rig: Rig, call: Call, way: Way, seconds: number): Series & { readonly name: Way } {
  const isOwnOrder = way === "lean" || way === "plain";
  const adds = isOwnOrder ? "lean_orders" : call === "create" || call === "pay" ? tables[call] : undefined;
  return {
    name: way,
    database: rig.database,
    isTill: way === "till",
    ...(adds && { adds }),
    requests: () => requestsOf(rig, call, way, seconds),
  };
}

async function requestsOf(rig: Rig, call: Call, way: Way, seconds: number): Promise<Requests> {
  const { url, token, bare, orders } = rig;
  const range = call === "pay" ? await orders.take(payableIn(seconds)) : call === "get" ? orders.toRead : noOrders;
  switch (way) {
    case "till":
      return tillRequests(call, url, token, range);
    case "floor":
      return floorRequests(call, bare.urls.floor, range);
    case "lean":
    case "plain":
      return bareOrderRequests(bare.urls[way], customerId, range);
  }
}
