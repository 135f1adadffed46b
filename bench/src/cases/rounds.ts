import type { Run } from "../results.ts";
import type { LoadGenerator, OrderRange } from "../rig/load.ts";
import type { BenchDatabase } from "../rig/database.ts";
import type { Requests } from "../rig/requests.ts";

/** One thing to measure, again and again. */
export interface Series {
  readonly name: string;
  readonly database: BenchDatabase;
  /** What to send in one run. Asked before each run: one that pays needs new orders. */
  requests(): Promise<Requests>;
  /** Whether it is Till, which sends messages after its answers. */
  readonly isTill: boolean;
  /** The table to which each answer adds a row. */
  readonly adds?: "orders" | "payments" | "lean_orders";
}

export interface RunSettings {
  readonly connections: number;
  readonly seconds: number;
}

/** More orders than anything here can pay in that time. */
export const payableIn = (seconds: number): number => Math.ceil((seconds + 0.5) * 1_000);

/** Orders for calls that need none. */
export const noOrders: OrderRange = { first: 1, step: 1, count: 1, serves: "again" };

/** Runs all series, one after the other, and that again in each round: A B C A B C. */
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
 * One run, and what it left in the database. Waits before it ends for what is done after the answers, so that the next
 * run does not pay for this one.
 *
 * @throws when answers were given without the rows that they stand for: what is measured has not done its work.
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
