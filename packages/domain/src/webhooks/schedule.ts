import type { WebhookDeliveryStatus, WebhookDisabledReason } from "@till/contracts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * How long after each failed attempt the next one is made, in milliseconds. When the last one has failed too, the
 * delivery has. The intervals are those that Standard Webhooks suggests
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability).
 */
export const webhookRetryDelaysMs: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** The longest pause between two attempts, whoever asks for it, in milliseconds. */
export const longestWebhookPauseMs = day;

/** How long an endpoint may fail without a single success before it is switched off, in milliseconds. */
export const webhookFailingMs = 5 * day;

/**
 * How far apart two failures may be and still be one time of failing, in milliseconds: the longest pause, and some
 * hours. In a longer gap nobody tried, because Till was down or nothing happened, and that is not the endpoint's fault.
 */
export const webhookFailureGapMs = longestWebhookPauseMs + 6 * hour;

/** For how long a rotated secret still signs beside the new one, in milliseconds. */
export const webhookSecretOverlapMs = 24 * hour;

/** How long a receiver may take to answer, in milliseconds. */
export const webhookTimeoutMs = 15 * second;

/**
 * What came of one request to an endpoint. `at` is when it was made, and `retryAt` when the receiver asked to be tried
 * again, if it did.
 */
export interface WebhookOutcome {
  readonly at: string;
  readonly responseStatus: number | null;
  readonly retryAt?: string | null;
  /** It has no body that can be sent. This is no fault of the endpoint, and no other attempt would do better. */
  readonly isUnsendable?: boolean;
}

const gone = 410;

/** Only the answers 2xx are a success; a redirect is not followed, and is none. */
export const isWebhookSuccess = ({ responseStatus }: Pick<WebhookOutcome, "responseStatus">): boolean =>
  responseStatus !== null && responseStatus >= 200 && responseStatus < 300;

/** What becomes of a delivery after an attempt. */
export interface AfterWebhookAttempt {
  readonly status: WebhookDeliveryStatus;
  readonly nextAttemptAt: string | null;
}

/**
 * What becomes of a delivery after an attempt: `step` is how many were made since it began or was replayed, this one
 * included. A receiver that says when to come back is not tried before, but in a day at the latest.
 */
export function afterWebhookAttempt(step: number, outcome: WebhookOutcome): AfterWebhookAttempt {
  if (isWebhookSuccess(outcome)) return { status: "SUCCEEDED", nextAttemptAt: null };
  const delayMs = webhookRetryDelaysMs[step - 1];
  if (delayMs === undefined || outcome.responseStatus === gone || outcome.isUnsendable === true)
    return { status: "FAILED", nextAttemptAt: null };
  const at = Date.parse(outcome.at);
  const askedForMs = outcome.retryAt ? Date.parse(outcome.retryAt) - at : 0;
  const pauseMs = Math.max(delayMs, Math.min(askedForMs, longestWebhookPauseMs));
  return { status: "PENDING", nextAttemptAt: new Date(at + pauseMs).toISOString() };
}

/** The answers with which a receiver may say in `Retry-After` when to come back. */
const busyStatuses: ReadonlySet<number> = new Set([429, 503]);

/**
 * When a receiver asks to be tried again, or null if it does not: its header `Retry-After`, a number of seconds or a date
 * (RFC 9110, 10.2.3).
 */
export function retryAtOf(responseStatus: number, retryAfter: string | null, at: string): string | null {
  if (retryAfter === null || !busyStatuses.has(responseStatus)) return null;
  const text = retryAfter.trim();
  // Longer than a day is as good as a day, and fits into a date.
  const time = /^\d+$/.test(text)
    ? Date.parse(at) + Math.min(Number(text) * second, longestWebhookPauseMs)
    : Date.parse(/^\w{3}, /.test(text) ? text : "");
  return Number.isNaN(time) ? null : new Date(Math.min(time, Date.parse(at) + longestWebhookPauseMs)).toISOString();
}

/** Whether a request got no answer at all: then the next one to the same endpoint would get none either. */
export const isWebhookUnanswered = ({
  responseStatus,
  isUnsendable = false,
}: Pick<WebhookOutcome, "responseStatus" | "isUnsendable">): boolean => responseStatus === null && !isUnsendable;

/**
 * Until when an endpoint is left alone after some attempts, or null: one that did not answer until the first of them is
 * tried again, and one that says when to come back until then.
 */
export function webhookLeftAloneUntil(
  attempts: readonly (WebhookOutcome & Pick<AfterWebhookAttempt, "nextAttemptAt">)[],
): string | null {
  const unanswered = attempts.filter(isWebhookUnanswered).flatMap(({ nextAttemptAt }) => nextAttemptAt ?? []);
  const asked = attempts.flatMap(({ retryAt, nextAttemptAt }) => (retryAt && nextAttemptAt ? [nextAttemptAt] : []));
  const [first] = unanswered.toSorted();
  const until = [...asked, ...(first === undefined ? [] : [first])].toSorted();
  return until.at(-1) ?? null;
}

/** How an endpoint is doing: since when it fails without a success, when it last did, and why it is to be switched off. */
export interface WebhookHealth {
  readonly failingSince: string | null;
  readonly lastFailureAt: string | null;
  readonly disabledReason: WebhookDisabledReason | null;
}

/**
 * How an endpoint is doing after some more attempts, in the order of time. One that answers 410 Gone asks not to be
 * called again.
 */
export function webhookHealth(
  before: Pick<WebhookHealth, "failingSince" | "lastFailureAt">,
  outcomes: readonly WebhookOutcome[],
): WebhookHealth {
  let { failingSince, lastFailureAt } = before;
  for (const outcome of outcomes) {
    if (outcome.isUnsendable === true) continue;
    if (isWebhookSuccess(outcome)) {
      failingSince = null;
      lastFailureAt = null;
      continue;
    }
    const gapMs = lastFailureAt === null ? 0 : Date.parse(outcome.at) - Date.parse(lastFailureAt);
    if (failingSince === null || gapMs > webhookFailureGapMs) failingSince = outcome.at;
    lastFailureAt = outcome.at;
    if (outcome.responseStatus === gone) return { failingSince, lastFailureAt, disabledReason: "GONE" };
    if (Date.parse(outcome.at) - Date.parse(failingSince) >= webhookFailingMs)
      return { failingSince, lastFailureAt, disabledReason: "FAILING" };
  }
  return { failingSince, lastFailureAt, disabledReason: null };
}
