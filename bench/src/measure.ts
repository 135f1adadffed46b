import { measureDistance } from "./cases/distance.ts";
import { measureGrowth } from "./cases/growth.ts";
import { measureLoad } from "./cases/load.ts";
import { measureSize } from "./cases/size.ts";
import { measureSql } from "./cases/sql.ts";
import { measureStartUp } from "./cases/start-up.ts";
import { measureSweeps } from "./cases/sweeps.ts";
import { measureTills } from "./cases/tills.ts";
import { describeCommit, describeMachine } from "./machine.ts";
import type { Options } from "./options.ts";
import type { Results } from "./results.ts";
import type { Bench } from "./rig/rig.ts";

const connections = [1, 16, 64];
const crowd = 256;
const warmUpSeconds = 1;

/** Measures the chosen cases. Those that other work disturbs most come first. */
export async function measure(bench: Bench, options: Options): Promise<Results> {
  const { rounds, seconds, orders, messages, startUps, sqlRepeats, sweepLimitSeconds } = options;
  const asked = new Set(options.cases);
  const startedAt = new Date();
  const facts = { machine: await describeMachine(), commit: await describeCommit() };
  const found: Partial<Omit<Results, "machine">> = {
    ...(asked.has("size") && { size: await measureSize(bench) }),
    ...(asked.has("startup") && { startUp: await measureStartUp(bench, { startUps }) }),
    ...(asked.has("sql") && { sql: await measureSql(bench, { sqlRepeats }) }),
    ...(options.calls.length > 0 && {
      load: await measureLoad(bench, options.calls, { rounds, seconds, warmUpSeconds, connections, crowd }),
    }),
    ...(asked.has("distance") && { distance: await measureDistance(bench, { rounds, seconds }) }),
    ...(asked.has("growth") && { growth: await measureGrowth(bench, { rounds, seconds, orders }) }),
    ...(asked.has("sweeps") && { sweeps: await measureSweeps(bench, { messages, limitSeconds: sweepLimitSeconds }) }),
    ...(asked.has("tills") && { tills: await measureTills(bench, { rounds, seconds }) }),
  };
  return {
    startedAt: startedAt.toISOString(),
    durationSeconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
    isQuick: options.isQuick,
    settings: { rounds, seconds, orders, messages, startUps, sqlRepeats },
    ...facts,
    ...found,
  };
}
