import type { Results, TillsResult } from "../results.ts";
import { median } from "../statistics.ts";
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
  const { sweeps, tills, growth, size, startUp, sql } = results;
  if (size) console.table(size.modules);
  if (startUp)
    console.log("Start-ups, ms:", {
      till: startUp.tillMs.map(figure),
      procedure: startUp.procedureMs.map(figure),
      trivial: startUp.trivialMs.map(figure),
    });
  if (sql) console.table(sql);
  if (growth)
    console.log(
      `${count(growth.largeOrders)} orders: ${count(growth.databaseMiB)} MiB, in ${count(growth.generatedInSeconds)} s`,
    );
  if (sweeps) console.log("Sweeps:", sweeps);
  if (tills) printTills(tills);
  const rows = targetRows(results).filter(([, , measured]) => measured !== "–");
  console.table(rows.map(([what, target, measured, reached]) => ({ what, target, measured, reached })));
}

function printTills({ connections, runs, forkMs, writeMs }: TillsResult): void {
  const found = runs.map(({ count: tills, runs: each }) => ({ tills, connections, summary: summaryOf(each) }));
  console.table(
    found.map(({ summary, ...rest }) => ({
      ...rest,
      "writes/s": figure(summary.answersPerSecond),
      "p50 ms": figure(summary.p50Ms),
      "p99 ms": figure(summary.p99Ms),
      errors: summary.errors,
    })),
  );
  console.log(`Forking a till: ${figure(median(forkMs))} ms, and one small write ${figure(median(writeMs))} ms`);
}
