import { scenarioExamples, scenarioGrammar, sentencesOf } from "@till/contracts";
import { type ScriptedAttempt, readScenario } from "@till/domain";
import pLimit from "p-limit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Frozen, expectCleanAudit, frozenTill, pay, startAtNoon } from "./frozen-till.ts";
import { refusalOf } from "./refusals.ts";
import { rounds } from "./rounds.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startAtNoon();
});
afterAll(() => till.stop());

const minute = 60_000;

/** What the order and the money must come to, by the words of the scenario alone. */
function endOf(attempts: readonly ScriptedAttempt[]) {
  let isPaid = false;
  let late = 0;
  let elapsedMs = 0;
  let made = 0;
  for (const { outcome, lateMs, processingMs } of attempts) {
    made += 1;
    if (outcome === "processing" || outcome === "processing_fails") elapsedMs += processingMs;
    isPaid = ["succeeded", "requires_action", "processing"].includes(outcome);
    // One that comes within the time to pay pays an order that waits for it, and one of several is enough.
    if (lateMs !== null) late += 1;
    if (isPaid || elapsedMs >= 30 * minute) break;
  }
  const soonest = Math.min(...attempts.slice(0, made).map(({ lateMs }) => lateMs ?? Infinity));
  const isPaidLate = !isPaid && elapsedMs < 30 * minute && soonest < 30 * minute;
  return {
    status: isPaid || isPaidLate ? "PAID" : "CANCELLED",
    succeeded: isPaid || isPaidLate ? 1 : 0,
    returned: isPaidLate ? late - 1 : late,
  };
}

const sentences = [
  ...new Set([
    ...sentencesOf(scenarioGrammar, scenarioGrammar.scenario, rounds(4, 2)),
    ...scenarioExamples.map(({ token }) => token),
    "sim:insufficient_funds~succeeded@2h",
    "sim:insufficient_funds~succeeded>succeeded",
    "sim:lost_card~succeeded>stolen_card~succeeded",
    "sim:lost_card~succeeded>processing@2h",
    "sim:lost_card~succeeded>processing@2h>failed",
    "sim:lost_card~succeeded>requires_action^refund_failed=2",
    "sim:lost_card~succeeded^refund_failed>succeeded",
    "sim:processing>failed>succeeded!truncated",
  ]),
];

/** Makes the attempts of a scenario that can be made now. Answers those that are left. */
async function payOn(frozen: Frozen, id: number, token: string, attempts: readonly ScriptedAttempt[]) {
  for (const [index, { outcome }] of attempts.entries()) {
    const rest = attempts.slice(index + 1);
    const answer = await pay(frozen, id, token);
    switch (outcome) {
      case "succeeded":
        expect(answer).toBe("SUCCEEDED");
        return [];
      case "requires_action": {
        expect(answer).toBe("REQUIRES_ACTION");
        const paymentId = (await frozen.api.orders.get.query({ id })).payments.at(-1)?.id ?? "";
        await frozen.api.orders.confirm.mutate({ id, paymentId, outcome: "COMPLETE" });
        return [];
      }
      case "processing":
      case "processing_fails":
        expect(answer).toBe("PROCESSING");
        return rest;
      default:
        expect(answer).toBe("PAYMENT_DECLINED");
    }
  }
  return [];
}

test(`each of ${sentences.length} scenarios runs to its end, and the order and the money end as it says`, async () => {
  const frozen = await frozenTill(till);
  const runs = sentences.map((token) => ({ token, id: 0, left: [] as readonly ScriptedAttempt[] }));
  const each = (work: (run: (typeof runs)[number]) => Promise<void>) => pLimit(8).map(runs, work);
  await each(async (run) => {
    run.id = await frozen.order();
    run.left = await payOn(frozen, run.id, run.token, readScenario(run.token) ?? []);
  });
  // Those that were processed for five seconds and failed are paid again.
  while (runs.some(({ left }) => left.length > 0)) {
    await frozen.advance({ seconds: 10 });
    await each(async (run) => {
      const { status, actions } = await frozen.api.orders.get.query({ id: run.id });
      const goesOn = status === "PENDING" && actions.includes("pay");
      run.left = goesOn ? await payOn(frozen, run.id, run.token, run.left) : [];
    });
  }
  await frozen.advance({ days: 1 });
  await each(async ({ token, id }) => {
    const { status, payments, refunds, refundedAmount } = await frozen.api.orders.get.query({ id });
    const succeeded = payments.filter((payment) => payment.status === "SUCCEEDED").length;
    expect({ token, status, succeeded, returned: refunds.length }).toEqual({
      token,
      ...endOf(readScenario(token) ?? []),
    });
    expect(payments.filter((payment) => payment.settledAt === null)).toEqual([]);
    expect(refunds.filter((refund) => refund.settledAt === null)).toEqual([]);
    expect(refundedAmount).toBe(0);
  });
  await expectCleanAudit(frozen);
}, 300_000);

test("where the sandbox is off, no scenario does anything", async () => {
  const live = await startTill({ variables: { SANDBOX: "off" }, isMarked: false });
  try {
    const user = { id: "usr_1", role: "customer", name: "A", email: null, phone: null } as const;
    const call = live.as(user).orders.pay.mutate({ id: 1, source: { token: "sim:succeeded!answer_lost" } });
    expect((await refusalOf(call)).code).toBe("GATEWAY_REQUIRED");
  } finally {
    await live.stop();
  }
});
