import { type WebhookAct, limits } from "@till/contracts";
import type { DueWebhook, MadeWebhookAttempt } from "@till/db";
import { newWebhookSecret } from "./new-secret.ts";
import type { OutgoingWebhook } from "./send-webhook.ts";

/** How old an old timestamp is, in milliseconds. Receivers take five minutes. */
const oldMs = 60 * 60_000;

/** A webhook as a script sends it. */
export function onPurpose(webhook: OutgoingWebhook, act: Exclude<WebhookAct, "hold" | "drop">): OutgoingWebhook {
  switch (act) {
    case "old_timestamp":
      return { ...webhook, claimedAt: new Date(webhook.at.getTime() - oldMs) };
    case "wrong_signature":
      return { ...webhook, secrets: [newWebhookSecret()] };
    case "huge":
      // Spaces after it leave JSON as it is.
      return { ...webhook, payload: webhook.payload + " ".repeat(limits.webhookPaddingBytes) };
    case "duplicate":
    case "slow":
      return webhook;
  }
}

const whyWithheld = {
  hold: "Held on purpose until it is released.",
  drop: "Dropped on purpose.",
};

/** The attempt of a webhook that a script does not send. It is no failure of the receiver, and nothing tries it again. */
export const withhold = (delivery: DueWebhook, act: "hold" | "drop", at: Date): MadeWebhookAttempt => ({
  delivery,
  at: at.toISOString(),
  durationMs: 0,
  responseStatus: null,
  responseBody: null,
  error: whyWithheld[act],
  scripted: act,
  retryAt: null,
  isUnsendable: true,
});
