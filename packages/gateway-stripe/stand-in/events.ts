import { createHmac } from "node:crypto";
import { newId } from "./objects.ts";
import { api } from "./schemas.ts";
import { standInKeys } from "./keys.ts";

/** An event of the stand-in, as it is sent. */
export interface StandInEvent {
  readonly id: string;
  readonly type: string;
  readonly body: string;
}

/** An event about an object as it is now. */
export function eventOf(type: string, object: object): StandInEvent {
  const id = newId("evt");
  const body = JSON.stringify({
    id,
    object: "event",
    api_version: api.source.apiVersion,
    created: Math.floor(Date.now() / 1_000),
    livemode: false,
    pending_webhooks: 1,
    type,
    data: { object },
  });
  return { id, type, body };
}

/** The request that Stripe sends for an event (https://docs.stripe.com/webhooks#verify-manually), signed at this time. */
export function signed({ body }: StandInEvent, at = new Date(), secret: string = standInKeys.webhookSecret) {
  const timestamp = Math.floor(at.getTime() / 1_000);
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  const headers = { "content-type": "application/json", "stripe-signature": `t=${timestamp},v1=${signature}` };
  return { method: "POST", headers, body };
}
