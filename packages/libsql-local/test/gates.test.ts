import { expect, test } from "vitest";
import { createGates } from "../src/gates.ts";

const { signal } = new AbortController();

test("a gate is kept while somebody uses its namespace or waits for it, and no longer", async () => {
  const gates = createGates(5_000, () => Promise.resolve());
  const gate = gates.of("shop");
  const first = await gate.enter("request", signal);
  const second = gates.of("shop").enter("request", signal);
  await first.settle(undefined, false);
  expect(gates.of("shop")).toBe(gate);
  await (await second).settle(undefined, false);
  expect(gates.of("shop")).not.toBe(gate);
});

test("an open stream keeps its gate until it is closed", async () => {
  const gates = createGates(5_000, () => Promise.resolve());
  const gate = gates.of("shop");
  await (await gate.enter("stream", signal)).settle("baton", false);
  expect(gates.of("shop")).toBe(gate);
  await gates.of("shop").resume("baton")?.settle(undefined, false);
  expect(gates.of("shop")).not.toBe(gate);
});
