import { limits, patternOf, scenarioExamples, scenarioGrammar, sentencesOf } from "@till/contracts";
import { expect, test } from "vitest";
import { readAttempt, readScenario, simulator } from "../src/index.ts";
import { now } from "./orders.ts";

/** What a scenario of one attempt says. */
const only = (token: string) => {
  const attempts = readScenario(token);
  expect(attempts).toHaveLength(1);
  return attempts?.[0];
};

const plain = { processingMs: 5_000, lateMs: null, fault: null, refundFailures: 0, refundRefusals: 0 };

test.each([
  ["sim:succeeded", { outcome: "succeeded" }],
  ["sim:succeeded!answer_lost", { outcome: "succeeded", fault: { kind: "lost" } }],
  ["sim:succeeded!slow=8s", { outcome: "succeeded", fault: { kind: "delay", ms: 8_000 } }],
  ["sim:succeeded!slow=20ms", { outcome: "succeeded", fault: { kind: "delay", ms: 20 } }],
  ["sim:lost_card!http_502", { outcome: "lost_card", fault: { kind: "status", status: 502 } }],
  ["sim:requires_action!truncated", { outcome: "requires_action", fault: { kind: "truncate" } }],
  ["sim:insufficient_funds~succeeded", { outcome: "insufficient_funds", lateMs: 60_000 }],
  ["sim:insufficient_funds~succeeded@90s", { outcome: "insufficient_funds", lateMs: 90_000 }],
  ["sim:processing", { outcome: "processing" }],
  ["sim:processing@2h", { outcome: "processing", processingMs: 7_200_000 }],
  ["sim:processing>failed", { outcome: "processing_fails" }],
  ["sim:processing@2h>failed", { outcome: "processing_fails", processingMs: 7_200_000 }],
  ["sim:processing_fails@20m", { outcome: "processing_fails", processingMs: 1_200_000 }],
  ["sim:succeeded^refund_failed", { outcome: "succeeded", refundFailures: 1 }],
  ["sim:succeeded^refund_refused", { outcome: "succeeded", refundRefusals: 1 }],
  ["sim:processing@2h^refund_refused=2", { outcome: "processing", processingMs: 7_200_000, refundRefusals: 2 }],
  ["sim:succeeded!truncated^refund_failed=3", { outcome: "succeeded", fault: { kind: "truncate" }, refundFailures: 3 }],
])("%s", (token, says) => {
  expect(only(token)).toMatchObject({ ...plain, ...says });
});

test("what follows a `>` is the next attempt, unless it is the end of one that is processed", () => {
  const outcomes = readScenario("sim:processing@2h>failed>lost_card~succeeded@1m>processing>succeeded")?.map(
    ({ outcome, reference }) => [outcome, reference],
  );
  expect(outcomes).toEqual([
    ["processing_fails", "processing@2h>failed"],
    ["lost_card", "lost_card~succeeded@1m"],
    ["processing", "processing"],
    ["succeeded", "succeeded"],
  ]);
});

test.each([
  "sim:failed",
  "sim:succeeded>failed",
  "sim:succeeded@2h",
  "sim:succeeded~succeeded",
  "sim:processing~succeeded",
  "sim:lost_card~lost_card",
  "sim:lost_card@2h",
  "sim:processing@",
  "sim:processing@0s",
  "sim:processing@25h",
  "sim:processing@1d",
  "sim:processing@2h30m",
  "sim:processing>failed@2h",
  "sim:succeeded!",
  "sim:succeeded!slow",
  "sim:succeeded!slow=0s",
  "sim:succeeded!slow=100s",
  "sim:succeeded!slow=1m",
  "sim:succeeded!answer_lost!truncated",
  "sim:succeeded!answer_lost=1",
  "sim:succeeded^refund_failed!answer_lost",
  "sim:succeeded^refund_failed=0",
  "sim:succeeded^refund_failed=10",
  "sim:succeeded^",
  "sim:succeeded\n",
])("%j is no scenario", (token) => {
  expect(readScenario(token)).toBeNull();
  expect(simulator.authorize({ token }, now).ok).toBe(false);
});

const sentences = sentencesOf(scenarioGrammar, scenarioGrammar.scenario, 6);

test("every sentence of up to six words is read, and its attempts say it again", () => {
  expect(sentences.length).toBeGreaterThan(5_000);
  for (const token of sentences) {
    const attempts = readScenario(token) ?? [];
    const faults = Array.from(token.matchAll(/!(?:slow=)?[a-z0-9_]+/g), ([text]) => text);
    expect(`sim:${attempts.map(({ reference }) => reference).join(">")}`).toBe(
      faults.reduce((text, fault) => text.replace(fault, ""), token),
    );
    expect(attempts.filter(({ fault }) => fault !== null)).toHaveLength(faults.length);
  }
});

test("no sentence can be read as two: where a `>` ends an attempt, no `failed` follows", () => {
  const attempt = new RegExp(`^${patternOf(scenarioGrammar, scenarioGrammar.attempt)}$`);
  for (const token of sentences)
    for (const { reference } of readScenario(token) ?? []) expect(attempt.test(reference)).toBe(true);
  expect(attempt.test("failed")).toBe(false);
});

const end = (reference: string) => simulator.settle({ paymentId: "pay_1", reference, startedAt: now }, now).status;
const refund = (reference: string, calls: number, refusals = 0) =>
  simulator.refund(
    { paymentId: "pay_1", reference, till: null, refundId: "ref_1", idempotencyKey: "ref_1", amount: 1, refusals },
    calls,
  ).status;

test("a gateway knows from the reference alone what becomes of an attempt and its refunds", () => {
  expect(end("processing@2h")).toBe("SUCCEEDED");
  expect(end("processing@2h>failed")).toBe("FAILED");
  expect(end("lost_card~succeeded")).toBe("SUCCEEDED");
  expect([1, 2, 3].map((calls) => refund("succeeded^refund_failed=2", calls))).toEqual([
    "PENDING",
    "PENDING",
    "SUCCEEDED",
  ]);
  expect([0, 1, 2].map((refusals) => refund("succeeded^refund_refused=2", 1, refusals))).toEqual([
    "FAILED",
    "FAILED",
    "SUCCEEDED",
  ]);
  expect(refund("succeeded", 1)).toBe("SUCCEEDED");
  expect(() => readAttempt("tok_elsewhere")).toThrow("tok_elsewhere");
});

const first = (token: string) => {
  const result = simulator.authorize({ token }, now);
  return result.ok && result.value.answers[0];
};

test("a decline with a late success says when to ask, and any other does not", () => {
  expect(first("sim:lost_card~succeeded@2h!answer_lost")).toEqual({
    status: "FAILED",
    reference: "lost_card~succeeded@2h",
    declineCode: "lost_card",
    askAgainAt: "2026-03-01T14:00:00.000Z",
    fault: { kind: "lost" },
  });
  expect(first("sim:lost_card")).not.toHaveProperty("askAgainAt");
});

test("the longest time is one that a row may wait", () => {
  expect(only("sim:processing@24h")?.processingMs).toBe(86_400_000);
  expect(only("sim:processing@999m")?.processingMs).toBeLessThan(86_400_000);
});

test("every example of the palette is a scenario, and fits", () => {
  for (const { token } of scenarioExamples) {
    expect(readScenario(token)).not.toBeNull();
    expect(token.length).toBeLessThan(100);
  }
  expect(readScenario(`sim:${Array.from({ length: limits.scenarioSteps }, () => "lost_card").join(">")}`)).toHaveLength(
    limits.scenarioSteps,
  );
});
