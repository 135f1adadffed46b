import { Webhook } from "standardwebhooks";

export { newWebhookSecret } from "./new-secret.ts";

/** One webhook to sign. */
export interface UnsignedWebhook {
  readonly id: string;
  readonly payload: string;
  /** The webhook is signed with each of them. */
  readonly secrets: readonly string[];
  /** When it says that it is sent. Receivers refuse old webhooks. */
  readonly at: Date;
  /** The header `traceparent`, if the request that led to it had one. */
  readonly traceparent?: string | undefined;
}

/** The headers of a webhook, by the Standard Webhooks specification (https://www.standardwebhooks.com). */
export const webhookHeaders = ({ id, payload, secrets, at, traceparent }: UnsignedWebhook): Record<string, string> => ({
  "content-type": "application/json",
  "user-agent": "Till-Webhooks/1",
  "webhook-id": id,
  "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
  "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, payload)).join(" "),
  ...(traceparent !== undefined && { traceparent }),
});
