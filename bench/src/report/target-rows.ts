import type { Results } from "../results.ts";
import { type Target, isReached, targetsOf } from "../targets.ts";
import { figure } from "./figures.ts";

const signs = { "at least": "≥", "at most": "≤" } as const;
const verdicts = new Map([
  [true, "yes"],
  [false, "no"],
  [null, "not measured"],
]);

/** The targets as rows of text: figure, target, measured, reached. */
export const targetRows = (results: Results): string[][] =>
  targetsOf(results).map((target) => [
    target.what,
    `${signs[target.bound]} ${amount(target, target.target)}`,
    target.measured === null ? "–" : amount(target, target.measured),
    verdicts.get(isReached(target)) ?? "",
  ]);

const amount = ({ unit }: Target, value: number) => (unit === "errors" ? String(value) : `${figure(value)} ${unit}`);
