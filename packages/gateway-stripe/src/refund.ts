import type { MoneyBack, RefundAnswer } from "@till/domain";
import type { Stripe } from "stripe";
import { isDeclined, isRefused } from "./errors.ts";
import { metadataOf, noteOf } from "./metadata.ts";

/**
 * Refunds an amount, once for each key. Stripe forgets idempotency keys after a day, and repeats its first answer before
 * that. So Till first looks whether the refund is there, and how it is now.
 */
export async function refund(stripe: Stripe, wish: MoneyBack): Promise<RefundAnswer> {
  const { refundId, paymentId, reference, till, amount, idempotencyKey } = wish;
  const known = (await refundsOf(stripe, reference)).find(({ metadata }) => noteOf(metadata).key === idempotencyKey);
  if (known) return refundAnswerOf(known);
  try {
    const made = await stripe.refunds.create(
      {
        payment_intent: reference,
        amount,
        metadata: metadataOf({ paymentId, refundId, key: idempotencyKey, till }),
      },
      { idempotencyKey },
    );
    return refundAnswerOf(made);
  } catch (error) {
    if (isRefused(error) || isDeclined(error)) return { status: "FAILED", reason: error.message };
    throw error;
  }
}

/** The refunds of a PaymentIntent, the newest first. An order has fewer of them than a page. */
export async function refundsOf(stripe: Stripe, intent: string): Promise<readonly Stripe.Refund[]> {
  const { data } = await stripe.refunds.list({ payment_intent: intent, limit: 100 });
  return data;
}

/** What Till is told of a refund (https://docs.stripe.com/api/refunds/object). */
export function refundAnswerOf({ status, failure_reason: why, pending_reason: wait }: Stripe.Refund): RefundAnswer {
  switch (status) {
    case "succeeded":
      return { status: "SUCCEEDED" };
    case "failed":
    case "canceled":
      return { status: "FAILED", reason: `Stripe could not refund this: ${inWords(why ?? status)}.` };
    // `pending`, `requires_action`, and what Stripe may add.
    default:
      return {
        status: "PENDING",
        reason: `Stripe has the refund, and says that it is ${inWords(status ?? "not_decided")}${wait ? `: ${inWords(wait)}` : ""}.`,
      };
  }
}

/** A value of Stripe's, such as `insufficient_funds`, for people. */
const inWords = (value: string) => value.replaceAll("_", " ");
