import type { Charge, RemoteAnswer } from "@till/domain";
import type { Stripe } from "stripe";
import { isDeclined, isRefused } from "./errors.ts";
import { answerOf, cardFields, declined, neverMade } from "./intent-answer.ts";
import { metadataOf } from "./metadata.ts";

/**
 * Charges a card, once for each payment: its id is the idempotency key. A lost answer is asked for once more at once, with
 * the same key. Receipts are Till's, so Stripe gets no address to write to.
 */
export async function authorize(stripe: Stripe, charge: Charge): Promise<RemoteAnswer> {
  const { paymentId, orderId, till, amount, currency, source, returnUrl, now } = charge;
  try {
    const intent = await stripe.paymentIntents.create(
      {
        amount,
        currency: currency.toLowerCase(),
        payment_method: source?.token ?? "",
        allowed_payment_method_types: ["card"],
        confirm: true,
        return_url: returnUrl,
        description: `Order #${orderId}`,
        metadata: metadataOf({ paymentId, orderId: String(orderId), till }),
        expand: [...cardFields],
      },
      { idempotencyKey: paymentId, maxNetworkRetries: 1 },
    );
    return answerOf(intent, now);
  } catch (error) {
    if (isDeclined(error)) return declined(error.payment_intent?.id ?? "", error);
    // The card or the amount is none for Stripe. Its sentence is for developers, and in the log of its dashboard.
    if (isRefused(error)) return neverMade("processing_error");
    throw error;
  }
}
