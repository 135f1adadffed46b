import { expect, test } from "vitest";
import {
  afterWebhookAttempt,
  judgeTarget,
  nextAskAt,
  nextGatewayCallAt,
  renderWebhook,
  retryAtOf,
  webhookFailingMs,
  webhookFailureGapMs,
  webhookHealth,
  webhookLeftAloneUntil,
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

const failing = (msAgo: number, lastMsAgo = Math.min(msAgo, 1000)) => ({
  failingSince: after(-msAgo),
  lastFailureAt: after(-lastMsAgo),
});
const healthy = { failingSince: null, lastFailureAt: null };
const onlyNow = { failingSince: at, lastFailureAt: at };

test.each([
  ["nothing", failing(1000), [], { ...failing(1000), disabledReason: null }],
  ["a first failure", healthy, [outcome(500)], { ...onlyNow, disabledReason: null }],
  ["a failure after others", failing(1000), [outcome(null)], { ...failing(1000, 0), disabledReason: null }],
  ["a success", failing(1000), [outcome(500), outcome(200, 1)], { ...healthy, disabledReason: null }],
  [
    "a failure after a success",
    failing(1000),
    [outcome(200), outcome(500, 1)],
    { failingSince: after(1), lastFailureAt: after(1), disabledReason: null },
  ],
  [
    "five days, all but a millisecond",
    failing(webhookFailingMs - 1),
    [outcome(500)],
    { ...failing(webhookFailingMs - 1, 0), disabledReason: null },
  ],
  [
    "five days",
    failing(webhookFailingMs),
    [outcome(500)],
    { ...failing(webhookFailingMs, 0), disabledReason: "FAILING" },
  ],
  [
    "five days, with the longest pause before the last failure",
    failing(webhookFailingMs, webhookFailureGapMs),
    [outcome(500)],
    { ...failing(webhookFailingMs, 0), disabledReason: "FAILING" },
  ],
  [
    "a week in which nobody tried",
    failing(7 * 24 * 3_600_000, 7 * 24 * 3_600_000),
    [outcome(500)],
    { ...onlyNow, disabledReason: null },
  ],
  ["five days, and then a success", failing(webhookFailingMs), [outcome(200)], { ...healthy, disabledReason: null }],
  [
    "gone",
    healthy,
    [outcome(200), outcome(410, 1), outcome(200, 2)],
    { failingSince: after(1), lastFailureAt: after(1), disabledReason: "GONE" },
  ],
] as const)("the health of an endpoint after %s", (_what, before, outcomes, health) => {
  expect(webhookHealth(before, outcomes)).toEqual(health);
});

const dayMs = 24 * 3_600_000;

test.each([
  [429, "120", after(120_000)],
  [503, " 120 ", after(120_000)],
  [503, "Sun, 01 Mar 2026 12:10:00 GMT", after(600_000)],
  [503, "99999999999999999999", after(dayMs)],
  [429, "Sun, 01 Mar 2099 12:10:00 GMT", after(dayMs)],
  [429, null, null],
  [429, "soon", null],
  [429, "2", after(2_000)],
  [429, "-5", null],
  [500, "120", null],
])("the answer %i with Retry-After %s asks to be tried again at %s", (status, header, retryAt) => {
  expect(retryAtOf(status, header, at)).toBe(retryAt);
});

const next = (retryAt: string | null) => afterWebhookAttempt(1, { ...outcome(429), retryAt }).nextAttemptAt;

test("a delivery is not tried before its receiver wants it, nor sooner than planned", () => {
  expect(next(after(120_000))).toBe(after(120_000));
  expect(next(after(2_000))).toBe(after(5_000));
  expect(next(after(2 * dayMs))).toBe(after(dayMs));
  expect(next(null)).toBe(after(5_000));
});

test.each([
  ["no attempt", [], null],
  [
    "answers",
    [
      { ...outcome(200), nextAttemptAt: null },
      { ...outcome(500), nextAttemptAt: after(5_000) },
    ],
    null,
  ],
  ["no answer to the last attempt", [{ ...outcome(null), nextAttemptAt: null }], null],
  [
    "no answers",
    [
      { ...outcome(null), nextAttemptAt: after(300_000) },
      { ...outcome(null), nextAttemptAt: after(5_000) },
    ],
    after(5_000),
  ],
  [
    "the wish to be left alone",
    [
      { ...outcome(null), nextAttemptAt: after(5_000) },
      { ...outcome(429), retryAt: after(60_000), nextAttemptAt: after(60_000) },
    ],
    after(60_000),
  ],
])("after %s an endpoint is left alone until %s", (_what, attempts, until) => {
  expect(webhookLeftAloneUntil(attempts)).toBe(until);
});

test("a gateway that can't be called is called again after growing pauses, a quarter of an hour at most", () => {
  expect([1, 2, 3, 4, 5, 50].map((attempts) => Date.parse(nextGatewayCallAt(attempts, at)) - Date.parse(at))).toEqual(
    [1, 2, 4, 8, 15, 15].map((minutes) => minutes * 60_000),
  );
});

test.each([
  ["is over", -60_000, 5_000],
  ["is near", 3_600_000, 3_600_000],
  ["is far", 30 * 24 * 3_600_000, 24 * 3_600_000],
])("a gateway whose wish %s is asked again not too soon and within a day", (_what, wishedInMs, askedInMs) => {
  const inMs = (ms: number) => new Date(Date.parse(at) + ms).toISOString();
  expect(nextAskAt(inMs(wishedInMs), at)).toBe(inMs(askedInMs));
});

test("where any target is allowed, http and private ones are too; else the scheme is looked at first", () => {
  const local = { protocol: "http:", hostname: "localhost", port: "9000" };
  expect(judgeTarget(local, "any")).toBeNull();
  expect(judgeTarget(local, "public")).toBe("NOT_HTTPS");
  expect(judgeTarget({ ...local, protocol: "https:" }, "public")).toBe("PRIVATE");
  expect(judgeTarget({ protocol: "https:", hostname: "shop.example", port: "" }, "public")).toBeNull();
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
