import { expect, test } from "vitest";
import { isReached, targetsOf } from "../../src/targets.ts";
import { results, run } from "./results.ts";

const found = (what: string, of = results) => {
  const target = targetsOf(of).find((one) => one.what === what);
  if (!target) throw new Error(`There is no target "${what}".`);
  return { measured: target.measured, isReached: isReached(target) };
};

test("a ratio compares the same round of both, and reaches the target or not", () => {
  expect(found("create, 16 connections: answers/s, Till to the floor")).toEqual({ measured: 0.8, isReached: false });
  expect(found("get, 64 connections: answers/s, Till to the floor")).toEqual({ measured: 1, isReached: true });
});

test("a figure may be equal to its limit", () => {
  expect(found("get, 64 connections: p99, Till to the floor")).toEqual({ measured: 1.3, isReached: true });
});

test("errors of a crowd count, and one is too many", () => {
  expect(found("get, 256 connections: errors")).toEqual({ measured: 3, isReached: false });
  const crowd = { call: "get", way: "till", connections: 256, runs: [run(300)] } as const;
  expect(found("get, 256 connections: errors", { ...results, load: [crowd] })).toEqual({
    measured: 0,
    isReached: true,
  });
});

test("the SQL of a create has two figures: the size of its text, and the time to prepare and run it", () => {
  expect(found("create: its SQL, without a discount code, text").measured).toBe(6.9);
  expect(found("create: its SQL, without a discount code, prepared and run in SQLite alone")).toEqual({
    measured: 1.75,
    isReached: true,
  });
});

test("size and start-up are compared with their limits", () => {
  expect(found("Worker, gzip, what is loaded when it starts")).toEqual({ measured: 121, isReached: false });
  expect(found("start-up over a trivial Worker")).toEqual({ measured: 55, isReached: true });
});

test("a figure that was not measured is neither reached nor missed", () => {
  expect(found("pay, 64 connections: p99, Till to the floor")).toEqual({ measured: null, isReached: null });
  expect(found("first page: p50 with many orders to p50 with few")).toEqual({ measured: null, isReached: null });
});
