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

/** How long an endpoint may fail without a single success before it is switched off, in milliseconds. */
export const webhookFailingMs = 5 * day;

/** For how long a rotated secret still signs beside the new one, in milliseconds. */
export const webhookSecretOverlapMs = 24 * hour;

/** How long a receiver may take to answer, in milliseconds. */
export const webhookTimeoutMs = 15 * second;

/** What came of one request to an endpoint. `at` is when it was made. */
export interface WebhookOutcome {
  readonly at: string;
  readonly responseStatus: number | null;
}

const gone = 410;

/** Only the answers 2xx are a success; a redirect is not followed, and is none. */
export const isWebhookSuccess = ({ responseStatus }: Pick<WebhookOutcome, "responseStatus">): boolean =>
  responseStatus !== null && responseStatus >= 200 && responseStatus < 300;

/**
 * What becomes of a delivery after an attempt: `step` is how many were made since it began or was replayed, this one
 * included.
 */
export function afterWebhookAttempt(
  step: number,
  outcome: WebhookOutcome,
): { status: WebhookDeliveryStatus; nextAttemptAt: string | null } {
  if (isWebhookSuccess(outcome)) return { status: "SUCCEEDED", nextAttemptAt: null };
  const delayMs = webhookRetryDelaysMs[step - 1];
  if (delayMs === undefined || outcome.responseStatus === gone) return { status: "FAILED", nextAttemptAt: null };
  return { status: "PENDING", nextAttemptAt: new Date(Date.parse(outcome.at) + delayMs).toISOString() };
}

/** How an endpoint is doing: since when it fails without a success, and why it is to be switched off, if it is. */
export interface WebhookHealth {
  readonly failingSince: string | null;
  readonly disabledReason: WebhookDisabledReason | null;
}

/**
 * How an endpoint is doing after some more attempts, in the order of time. One that answers 410 Gone asks not to be
 * called again.
 */
export function webhookHealth(failingSince: string | null, outcomes: readonly WebhookOutcome[]): WebhookHealth {
  let since = failingSince;
  for (const outcome of outcomes) {
    if (outcome.responseStatus === gone) return { failingSince: since ?? outcome.at, disabledReason: "GONE" };
    if (isWebhookSuccess(outcome)) since = null;
    else since ??= outcome.at;
    if (since !== null && Date.parse(outcome.at) - Date.parse(since) >= webhookFailingMs)
      return { failingSince: since, disabledReason: "FAILING" };
  }
  return { failingSince: since, disabledReason: null };
}
