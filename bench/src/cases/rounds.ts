import type { Run } from "../results.ts";
import type { LoadGenerator, OrderRange } from "../rig/load.ts";
import type { BenchDatabase } from "../rig/database.ts";
import type { Requests } from "../rig/requests.ts";

/** One thing to measure repeatedly. */
export interface Series {
  readonly name: string;
  readonly database: BenchDatabase;
  /** The requests of one run. Called before each run, because payments need new orders. */
  requests(): Promise<Requests>;
  /** Whether this is Till, which sends messages after its answers. */
  readonly isTill: boolean;
  /** The table to which each answer adds a row. */
  readonly adds?: "orders" | "payments" | "lean_orders";
}

export interface RunSettings {
  readonly connections: number;
  readonly seconds: number;
}

/** More orders than any way can pay in that time. */
export const payableIn = (seconds: number): number => Math.ceil((seconds + 0.5) * 1_000);

/** For calls that need no orders. */
export const noOrders: OrderRange = { first: 1, step: 1, count: 1, serves: "again" };

/** Runs all series, one after the other, in each round: A B C A B C. */
export async function runRounds<Name extends string>(
  load: LoadGenerator,
  series: readonly (Series & { readonly name: Name })[],
  settings: RunSettings & { readonly rounds: number },
  onRun: (name: Name, round: number) => void,
): Promise<Map<Name, Run[]>> {
  const runs = new Map(series.map(({ name }): [Name, Run[]] => [name, []]));
  for (let round = 0; round < settings.rounds; round += 1)
    for (const one of series) {
      onRun(one.name, round);
      runs.get(one.name)?.push(await runOnce(load, one, settings));
    }
  return runs;
}

/**
 * One run, and the rows that it added. It waits for the work after the answers, so that the next run does not pay for
 * this one.
 *
 * @throws if there are more answers than new rows: the work was not done.
 */
export async function runOnce(
  load: LoadGenerator,
  series: Series,
  { connections, seconds }: RunSettings,
): Promise<Run> {
  const { database, adds, isTill } = series;
  const requests = await series.requests();
  const before = adds && (await database.count(adds));
  const run = await load.run({ ...requests, connections, durationMs: seconds * 1000 });
  const { settledAfterMs, databaseHung } = await database.settle(isTill);
  const hung = databaseHung && { databaseHung: true as const };
  if (adds === undefined || before === undefined) return { ...run, settledAfterMs, ...hung };
  const rowsAdded = (await database.count(adds)) - before;
  if (rowsAdded < run.answers)
    throw new Error(`${series.name}: ${run.answers} answers and only ${rowsAdded} rows in ${adds}.`);
  return { ...run, rowsAdded, settledAfterMs, ...hung };
}
