import type { DeclineCode } from "@till/contracts";
import { type CardFacts, type RemoteAnswer, later } from "@till/domain";
import type { Stripe } from "stripe";
import { type StripeDecline, declineCodeOf } from "./decline-codes.ts";
import { noteOf } from "./metadata.ts";

const shortestPauseMs = 5_000;
const longestPauseMs = 60 * 60_000;

/**
 * What Till is told of a PaymentIntent (https://docs.stripe.com/payments/paymentintents/lifecycle). One that waits for a
 * card or for a confirmation has failed: Till never tries the same one again.
 */
export function answerOf(intent: Stripe.PaymentIntent, now: string): RemoteAnswer {
  const { id: reference, status } = intent;
  const card = cardOf(intent);
  switch (status) {
    case "succeeded":
      return { status: "SUCCEEDED", reference, ...card };
    case "processing":
      return { status: "PROCESSING", reference, askAgainAt: askAgainAt(intent, now), ...card };
    case "requires_action": {
      const actionUrl = intent.next_action?.redirect_to_url?.url ?? undefined;
      return {
        status: "PROCESSING",
        reference,
        askAgainAt: askAgainAt(intent, now),
        ...(actionUrl && { actionUrl }),
        ...card,
      };
    }
    case "requires_payment_method":
    case "requires_confirmation":
      return declined(reference, intent.last_payment_error);
    case "canceled":
      return cancelled(intent);
    // Till asks for no other. `requires_capture` would be money that is only reserved.
    default:
      throw new Error(`The PaymentIntent ${reference} is ${status}, and Till does not work with that.`);
  }
}

/** The end of an attempt that has no PaymentIntent, and gets none. */
export const neverMade = (declineCode: DeclineCode): RemoteAnswer => ({ status: "FAILED", reference: "", declineCode });

/** Why Till cancels an attempt that the customer left for another one. */
export const replaced = "requested_by_customer";

/** Why Till cancels an attempt that failed. */
export const failed = "abandoned";

/**
 * The failure of an attempt that is cancelled. Stripe clears its error then, so the charge says why. Only 3-D Secure fails
 * without a charge. What Till did not make for an order only closes a key, and Stripe or a person cancels the rest.
 */
function cancelled(intent: Stripe.PaymentIntent): RemoteAnswer {
  const { id: reference, cancellation_reason: reason, latest_charge: charge, metadata } = intent;
  if (reason === replaced) return { status: "FAILED", reference, declineCode: "attempt_replaced" };
  if (charge !== null && typeof charge === "object") return declined(reference, errorOf(charge));
  const isOfOrder = reason === failed && noteOf(metadata).orderId !== undefined;
  return { status: "FAILED", reference, declineCode: isOfOrder ? "authentication_failed" : "processing_error" };
}

/** The error of a charge that failed. */
function errorOf({
  failure_code: code,
  failure_message: message,
  outcome,
  payment_method_details: details,
}: Stripe.Charge) {
  return {
    type: "card_error",
    ...(code && { code }),
    ...(outcome?.reason && { decline_code: outcome.reason }),
    ...(message && { message }),
    ...(details?.card && { payment_method: { card: details.card } }),
  };
}

/** The failure of an attempt, with Stripe's words for the customer. */
export function declined(reference: string, error: StripeDecline | null): RemoteAnswer & { status: "FAILED" } {
  const sentence = error?.type === "card_error" || error?.type === "StripeCardError" ? error.message : undefined;
  return {
    status: "FAILED",
    reference,
    declineCode: declineCodeOf(error),
    ...(sentence && { sentence }),
    ...factsOf(error?.payment_method?.card),
  };
}

/** Stripe tells of news by itself. Asking is for what gets lost, so each pause is as long as the attempt is old. */
function askAgainAt({ created }: Stripe.PaymentIntent, now: string): string {
  const ageMs = Date.parse(now) - created * 1_000;
  return later(now, Math.min(Math.max(ageMs, shortestPauseMs), longestPauseMs));
}

/** What a call has Stripe expand, so that the answer says which card it was. */
export const cardFields = ["latest_charge", "payment_method"] as const;

/** The card as it was charged; before that, as the customer entered it. */
function cardOf({ latest_charge: charge, payment_method: method }: Stripe.PaymentIntent): { card?: CardFacts } {
  const charged = typeof charge === "object" ? charge?.payment_method_details?.card : undefined;
  const entered = typeof method === "object" ? method?.card : undefined;
  return factsOf(charged ?? entered);
}

const factsOf = (card: { brand: string | null; last4: string | null } | null | undefined): { card?: CardFacts } =>
  card?.brand && card.last4 ? { card: { brand: card.brand, last4: card.last4 } } : {};
