import type { Chapter, Failure } from "./chapters.ts";
import type { Outcome } from "./run-tests.ts";

/** What is not as it should be, in a sentence; null if all is. */
export type Verdict = string | null;

/** Whether all tests passed. */
export function judgePassed(outcomes: readonly Outcome[]): Verdict {
  const failed = outcomes.filter(({ error }) => error !== null);
  if (outcomes.length === 0) return "No test ran.";
  return failed.length === 0 ? null : `It fails: ${failed.map(({ test }) => `“${test}”`).join(", ")}.`;
}

/** Whether a test failed, and said what it should. */
export function judgeFailed(outcomes: readonly Outcome[], { test, message }: Failure): Verdict {
  const found = outcomes.find((outcome) => outcome.test === test);
  if (found === undefined) return `There is no test “${test}”.`;
  if (found.error === null) return `“${test}” passes, and should fail.`;
  return found.error.includes(message) ? null : `“${test}” fails with another message: ${found.error}`;
}

/** Whether exactly the test failed that guards the broken line. */
export function judgeBroken(outcomes: readonly Outcome[], { breaking }: Pick<Chapter, "breaking">): Verdict {
  const failed = outcomes.filter(({ error }) => error !== null).map(({ test }) => test);
  if (failed.length === 1 && failed[0] === breaking.test) return null;
  return failed.length === 0 ? "No test fails." : `Other tests fail: ${failed.map((test) => `“${test}”`).join(", ")}.`;
}
