import { ForgedEvent, type GatewayEvent, type SentEvent } from "@till/domain";
import type { Stripe } from "stripe";
import { retrieve } from "./find-intent.ts";
import { noteOf } from "./metadata.ts";
import type { StripeSettings } from "./open-stripe.ts";
import { refundAnswerOf, refundsOf } from "./refund.ts";
import { conclude } from "./settle.ts";

/** How old an event may be, in seconds. Stripe signs each try to send it anew. */
const toleranceSeconds = 300;

/**
 * Reads an event of Stripe. Events come several times and out of order, and each shows its object as it was then. So an
 * event only says that there is news, and Till asks Stripe for them.
 */
export async function readEvent(
  stripe: Stripe,
  { webhookSecret }: StripeSettings,
  sent: SentEvent,
  now: string,
): Promise<GatewayEvent | null> {
  const event = await verify(stripe, webhookSecret, sent, now);
  switch (event.type) {
    case "payment_intent.succeeded":
    case "payment_intent.payment_failed":
    case "payment_intent.processing":
    case "payment_intent.canceled":
      return newsOfPayment(stripe, event.data.object, now);
    case "refund.updated":
    case "refund.failed":
      return newsOfRefund(stripe, event.data.object);
    default:
      return null;
  }
}

async function verify(
  stripe: Stripe,
  secret: string,
  { headers, body }: SentEvent,
  now: string,
): Promise<Stripe.Event> {
  const { createSubtleCryptoProvider, errors } = (await import("stripe")).Stripe;
  const signature = headers.get("stripe-signature") ?? "";
  try {
    return await stripe.webhooks.constructEventAsync(
      body,
      signature,
      secret,
      toleranceSeconds,
      createSubtleCryptoProvider(),
      Date.parse(now),
    );
  } catch (error) {
    // The error of the library has the whole event in it.
    if (error instanceof errors.StripeSignatureVerificationError)
      throw new ForgedEvent("The header Stripe-Signature does not fit this body, or is more than five minutes old.");
    throw error;
  }
}

/** Null for a PaymentIntent that something else made in the same account, or that only closes a key. */
async function newsOfPayment(
  stripe: Stripe,
  { id, metadata }: Stripe.PaymentIntent,
  now: string,
): Promise<GatewayEvent | null> {
  const { paymentId, orderId, till } = noteOf(metadata);
  if (paymentId === undefined || orderId === undefined) return null;
  return { kind: "payment", paymentId, till, answer: await conclude(stripe, await retrieve(stripe, id), now) };
}

/** Null for a refund that was not made by Till, or that staff have asked for again since. */
async function newsOfRefund(
  stripe: Stripe,
  { id, metadata, payment_intent: intent }: Stripe.Refund,
): Promise<GatewayEvent | null> {
  const { refundId, till } = noteOf(metadata);
  if (refundId === undefined || intent === null) return null;
  const refunds = await refundsOf(stripe, typeof intent === "string" ? intent : intent.id);
  const newest = refunds.find((refund) => noteOf(refund.metadata).refundId === refundId);
  return newest?.id === id ? { kind: "refund", refundId, till, answer: refundAnswerOf(newest) } : null;
}
