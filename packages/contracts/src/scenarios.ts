import type { Grammar } from "./grammar.ts";
import { limits } from "./limits.ts";
import { type Outcome, sourceDeclineNames } from "./payment-sources.ts";

/** What becomes of the answer to an attempt on its way to the caller. The attempt is recorded by then. */
export type ScenarioFault =
  | { readonly kind: "lost" }
  | { readonly kind: "delay"; readonly ms: number }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "truncate" };

/** The faults that need no number, by their names in a scenario. */
export const scenarioFaults = {
  answer_lost: { kind: "lost" },
  http_502: { kind: "status", status: 502 },
  truncated: { kind: "truncate" },
} as const satisfies Record<string, ScenarioFault>;

/** How a scenario begins. */
export const scenarioPrefix = "sim:";

/** A scenario, as far as a type can tell: it begins with an outcome, and goes on with one of the marks of the grammar. */
export type ScenarioToken = `${typeof scenarioPrefix}${Outcome}${"" | `${">" | "@" | "~" | "!" | "^"}${string}`}`;

/** How long after a decline its late success comes, in milliseconds, if the scenario does not say. */
export const lateMs = 60_000;

/** How the refunds of an attempt are marked that the gateway does not take at once. */
export const refundFailedMark = "^refund_failed";

/** How the refunds of an attempt are marked that the gateway refuses for good. */
export const refundRefusedMark = "^refund_refused";

/** What both marks begin with: the gateway has to take refunds of such an attempt. */
export const refundMark = "^refund_";

/**
 * The grammar of scenarios: tokens that say how each attempt to pay an order comes out, the first, the second and so on;
 * the last one repeats. The parser, the documents and the tests are made from it.
 */
export const scenarioGrammar = {
  scenario: {
    all: [
      scenarioPrefix,
      { rule: "attempt" },
      { again: { all: [">", { rule: "attempt" }] }, atMost: limits.scenarioSteps - 1 },
    ],
  },
  attempt: { all: [{ rule: "outcome" }, { maybe: { rule: "fault" } }, { maybe: { rule: "refunds" } }] },
  outcome: {
    one: [
      { rule: "instant" },
      { all: [{ rule: "pending" }, { maybe: { rule: "delay" } }, { maybe: { rule: "failed" } }] },
      { all: [{ rule: "decline" }, { maybe: { rule: "late" } }] },
    ],
  },
  instant: { one: ["succeeded", "requires_action"] },
  pending: { one: ["processing_fails", "processing"] },
  decline: { one: sourceDeclineNames },
  delay: { all: ["@", { rule: "duration" }] },
  failed: ">failed",
  late: { all: ["~succeeded", { maybe: { all: ["@", { rule: "duration" }] } }] },
  fault: { one: [...Object.keys(scenarioFaults).map((name) => `!${name}`), { all: ["!slow=", { rule: "moment" }] }] },
  refunds: { all: [{ one: [refundFailedMark, refundRefusedMark] }, { maybe: { all: ["=", { rule: "times" }] } }] },
  duration: {
    what: "1s to 9999s, 1m to 999m, or 1h to 24h",
    pattern: "[1-9][0-9]{0,3}s|[1-9][0-9]{0,2}m|(?:[1-9]|1[0-9]|2[0-4])h",
    sample: "2h",
  },
  moment: { what: "1ms to 99999ms, or 1s to 99s", pattern: "[1-9][0-9]{0,4}ms|[1-9][0-9]?s", sample: "20ms" },
  times: { what: "1 to 9", pattern: "[1-9]", sample: "2" },
} as const satisfies Grammar;

/** A scenario to begin with, for the shop's palette and the documents. */
export interface ScenarioExample {
  readonly token: string;
  readonly text: string;
}

export const scenarioExamples: readonly ScenarioExample[] = [
  { token: "sim:insufficient_funds>succeeded", text: "Declined, and the next attempt succeeds" },
  { token: "sim:succeeded!answer_lost", text: "Succeeds, but the answer is lost" },
  { token: "sim:succeeded!slow=8s", text: "Succeeds, and the answer takes 8 seconds" },
  { token: "sim:succeeded!http_502", text: "Succeeds, but a 502 comes back" },
  { token: "sim:succeeded!truncated", text: "Succeeds, but half of the answer is missing" },
  { token: "sim:insufficient_funds~succeeded", text: "Declined, and succeeds after all a minute later" },
  { token: "sim:processing@2h>failed", text: "Takes 2 hours, then fails" },
  { token: "sim:succeeded^refund_failed=2", text: "Succeeds. A refund fails twice, then goes through" },
  { token: "sim:succeeded^refund_refused", text: "Succeeds. A refund is refused, and taken when staff try again" },
];
