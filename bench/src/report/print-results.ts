import type { Results } from "../results.ts";
import { count, figure, summaryOf } from "./figures.ts";
import { targetRows } from "./target-rows.ts";

/** Prints the results as tables. Ratios and targets come last. */
export function printResults(results: Results): void {
  if (results.load)
    console.table(
      results.load.map(({ call, way, connections, runs }) => {
        const { answersPerSecond, p50Ms, p99Ms, settledAfterMs, errors, hangs } = summaryOf(runs);
        return {
          call,
          way,
          connections,
          "answers/s": figure(answersPerSecond),
          "p50 ms": figure(p50Ms),
          "p99 ms": figure(p99Ms),
          errors,
          "work after, ms": figure(settledAfterMs),
          "database hung": hangs,
        };
      }),
    );
  const { sweeps, growth, size, startUp, sql } = results;
  if (size) console.table(size.modules);
  if (startUp)
    console.log("Start-ups, ms:", { till: startUp.tillMs.map(figure), trivial: startUp.trivialMs.map(figure) });
  if (sql) console.table(sql);
  if (growth)
    console.log(
      `${count(growth.largeOrders)} orders: ${count(growth.databaseMiB)} MiB, in ${count(growth.generatedInSeconds)} s`,
    );
  if (sweeps) console.log("Sweeps:", sweeps);
  const rows = targetRows(results).filter(([, , measured]) => measured !== "–");
  console.table(rows.map(([what, target, measured, reached]) => ({ what, target, measured, reached })));
}
