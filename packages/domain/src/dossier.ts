import type { OrderEvent, Told, WebhookAttempt } from "@till/contracts";
import { till } from "./actor.ts";
import { interleave } from "./timeline.ts";

/** A webhook on its way, with its attempts. */
interface SentWebhook {
  readonly eventType: string;
  readonly receiver: string;
  readonly attempts: readonly WebhookAttempt[];
}

/** The story of an order with its webhooks, sorted by time. */
export const tellDossier = (timeline: readonly OrderEvent[], webhooks: readonly SentWebhook[]): Told[] =>
  interleave(
    timeline.map(({ at, actor, text }) => ({ at, actor, text })),
    webhooks.flatMap(({ attempts, ...webhook }) =>
      attempts.map((attempt) => ({ at: attempt.at, actor: till, text: tellAttempt(webhook, attempt) })),
    ),
  );

function tellAttempt(
  { eventType, receiver }: Omit<SentWebhook, "attempts">,
  { responseStatus, durationMs, error }: WebhookAttempt,
): string {
  const answer = responseStatus === null ? "no answer" : `answer ${responseStatus} after ${durationMs} ms`;
  return `Webhook ${eventType} to ${receiver}: ${answer}${error === null ? "." : `: ${error}`}`;
}
