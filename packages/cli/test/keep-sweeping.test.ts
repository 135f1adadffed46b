import { expect, onTestFinished, test } from "vitest";
import { keepSweeping } from "../src/session/keep-sweeping.ts";
import { eventually } from "./eventually.ts";

const PATIENCE_MS = 10_000;
const HOUR_MS = 3_600_000;

/** Sweeps until the test ends, in a world where `due` says when the next work is due. */
function sweeping(sweepMs: number, answers: { sweep?: () => void; due?: (after: string) => string | null }) {
  const ending = new AbortController();
  const seen = { sweeps: 0, looks: 0, said: [] as string[] };
  const ended = keepSweeping({
    async sweep() {
      seen.sweeps += 1;
      answers.sweep?.();
    },
    async nextDueAt(after) {
      seen.looks += 1;
      return answers.due?.(after) ?? null;
    },
    say: (sentence) => void seen.said.push(sentence),
    signal: ending.signal,
    pace: { lookMs: 5, sweepMs },
  });
  onTestFinished(async () => {
    ending.abort();
    await ended;
  });
  return seen;
}

const until = (what: string, holds: () => boolean) => eventually(() => what, holds, PATIENCE_MS);

const fail = (why: string) => () => {
  throw new Error(why);
};

test("a sweep is made at the start, and then each minute", async () => {
  const seen = sweeping(50, {});
  await until("three sweeps are made", () => seen.sweeps >= 3);
  expect(seen.looks).toBeGreaterThan(0);
});

test("what falls due sooner is swept then, and once: what the sweep left undone waits for the next minute", async () => {
  const dueAt = new Date(Date.now() + 100).toISOString();
  const seen = sweeping(HOUR_MS, { due: (after) => (dueAt > after ? dueAt : null) });
  await until("a second sweep is made", () => seen.sweeps === 2);
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(dueAt));
  const looks = seen.looks;
  await until("it has looked often since", () => seen.looks > looks + 10);
  expect(seen.sweeps).toBe(2);
});

test("what is not due yet is not swept", async () => {
  const seen = sweeping(HOUR_MS, { due: () => new Date(Date.now() + HOUR_MS).toISOString() });
  await until("it has looked often", () => seen.looks > 10);
  expect(seen.sweeps).toBe(1);
});

test("a sweep or a look that fails is said once, and the next ones are made", async () => {
  const seen = sweeping(20, { sweep: fail("the Worker is away"), due: fail("the database is away") });
  await until("five sweeps are made", () => seen.sweeps >= 5);
  expect(seen.said.toSorted()).toEqual([
    "Nobody knows what is due next; the sweep runs each minute: the database is away",
    "The sweep failed; it is tried again each minute: the Worker is away",
  ]);
});
