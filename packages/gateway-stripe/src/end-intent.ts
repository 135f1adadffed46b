import type { Stripe } from "stripe";
import { isRefused } from "./errors.ts";
import { retrieve } from "./find-intent.ts";
import { cardFields, type failed, type replaced } from "./intent-answer.ts";

/** Cancels a PaymentIntent, so that it can never be charged. One that can't be cancelled is returned as it is now. */
export async function end(
  stripe: Stripe,
  { id }: Stripe.PaymentIntent,
  reason: typeof failed | typeof replaced,
): Promise<Stripe.PaymentIntent> {
  try {
    return await stripe.paymentIntents.cancel(id, { cancellation_reason: reason, expand: [...cardFields] });
  } catch (error) {
    if (isRefused(error) && error.code === "payment_intent_unexpected_state") return retrieve(stripe, id);
    throw error;
  }
}
