import { expect, test } from "vitest";
import {
  afterWebhookAttempt,
  judgeTarget,
  renderWebhook,
  webhookFailingMs,
  webhookHealth,
  webhookRetryDelaysMs,
} from "../src/index.ts";

const at = "2026-03-01T12:00:00.000Z";
const after = (ms: number) => new Date(Date.parse(at) + ms).toISOString();
const outcome = (responseStatus: number | null, ms = 0) => ({ at: after(ms), responseStatus });

test("the intervals grow, up to a day", () => {
  expect(webhookRetryDelaysMs).toEqual(webhookRetryDelaysMs.toSorted((a, b) => a - b));
  expect(webhookRetryDelaysMs.map((ms) => ms / 1000)).toEqual([
    5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400,
  ]);
});

test.each([200, 201, 204, 299])("the answer %i is a success, whichever attempt it is", (status) => {
  for (const step of [1, 5, 10])
    expect(afterWebhookAttempt(step, outcome(status))).toEqual({ status: "SUCCEEDED", nextAttemptAt: null });
});

test.each([null, 100, 301, 302, 400, 404, 429, 500, 503])(
  "after the answer %s it is tried again, until it has failed",
  (status) => {
    for (const [index, delayMs] of webhookRetryDelaysMs.entries())
      expect(afterWebhookAttempt(index + 1, outcome(status))).toEqual({
        status: "PENDING",
        nextAttemptAt: after(delayMs),
      });
    const last = webhookRetryDelaysMs.length + 1;
    expect(afterWebhookAttempt(last, outcome(status))).toEqual({ status: "FAILED", nextAttemptAt: null });
  },
);

test("after the answer 410 it is not tried again", () => {
  expect(afterWebhookAttempt(1, outcome(410))).toEqual({ status: "FAILED", nextAttemptAt: null });
});

test.each([
  ["nothing", at, [], { failingSince: at, disabledReason: null }],
  ["a first failure", null, [outcome(500)], { failingSince: at, disabledReason: null }],
  ["a failure after others", after(-1000), [outcome(null)], { failingSince: after(-1000), disabledReason: null }],
  ["a success", after(-1000), [outcome(500), outcome(200, 1)], { failingSince: null, disabledReason: null }],
  [
    "a failure after a success",
    after(-1000),
    [outcome(200), outcome(500, 1)],
    { failingSince: after(1), disabledReason: null },
  ],
  [
    "five days, all but a millisecond",
    after(1 - webhookFailingMs),
    [outcome(500)],
    { failingSince: after(1 - webhookFailingMs), disabledReason: null },
  ],
  [
    "five days",
    after(-webhookFailingMs),
    [outcome(500)],
    { failingSince: after(-webhookFailingMs), disabledReason: "FAILING" },
  ],
  [
    "five days, and then a success",
    after(-webhookFailingMs),
    [outcome(200)],
    { failingSince: null, disabledReason: null },
  ],
  ["gone", null, [outcome(200), outcome(410, 1), outcome(200, 2)], { failingSince: after(1), disabledReason: "GONE" }],
] as const)("the health of an endpoint after %s", (_what, failingSince, outcomes, health) => {
  expect(webhookHealth(failingSince, outcomes)).toEqual(health);
});

test("where any target is allowed, http and private ones are too; else the scheme is looked at first", () => {
  const local = { protocol: "http:", hostname: "localhost" };
  expect(judgeTarget(local, "any")).toBeNull();
  expect(judgeTarget(local, "public")).toBe("NOT_HTTPS");
  expect(judgeTarget({ ...local, protocol: "https:" }, "public")).toBe("PRIVATE");
  expect(judgeTarget({ protocol: "https:", hostname: "shop.example" }, "public")).toBeNull();
});

test("a webhook of an attempt that its order does not have tells none", () => {
  const order = { id: 42, payments: [], refunds: [], actions: ["pay"] } as never;
  const event = { type: "payment.failed", at, paymentId: "pay_1", refundId: null } as const;
  expect(JSON.parse(renderWebhook(event, order))).toEqual({
    type: "payment.failed",
    timestamp: at,
    data: { order: { id: 42, payments: [], refunds: [] }, payment: null, refund: null },
  });
});
