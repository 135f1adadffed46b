import type { Run } from "../results.ts";
import { median } from "../statistics.ts";

/** Formats a number with two decimals, with one from 10 on, and with none from 100 on. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** Formats a whole number with thousands separators. */
export const count = (value: number): string => Math.round(value).toLocaleString("en");

/** The medians of some rounds, and the sum of their errors. */
export function summaryOf(runs: readonly Run[]) {
  return {
    answersPerSecond: median(runs.map((run) => run.answersPerSecond)),
    p50Ms: median(runs.map((run) => run.p50Ms)),
    p99Ms: median(runs.map((run) => run.p99Ms)),
    settledAfterMs: median(runs.map((run) => run.settledAfterMs ?? 0)),
    errors: runs.reduce((sum, run) => sum + run.errors, 0),
    hangs: runs.filter((run) => run.databaseHung).length,
  };
}
