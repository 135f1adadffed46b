import type { OpenAttempt } from "@till/domain";
import type { Stripe } from "stripe";
import { isKeyTaken, isRefused } from "./errors.ts";
import { cardFields } from "./intent-answer.ts";
import { metadataOf, noteOf } from "./metadata.ts";

/** How many of the newest PaymentIntents are looked through for one whose id was lost. */
const looksThrough = 500;

/**
 * The PaymentIntent of an attempt.
 *
 * If the answer that had its id was lost, the call may also be on its way still. So Till uses the idempotency key of the
 * attempt itself, for a PaymentIntent that nobody can pay. If Stripe takes it, the call has not come and never can: Stripe
 * refuses a key with other parameters. If Stripe refuses it, the call has come, and its PaymentIntent is there to be found.
 */
export async function findIntent(
  stripe: Stripe,
  { paymentId, reference }: OpenAttempt,
): Promise<{ intent: Stripe.PaymentIntent }> {
  if (reference !== "") return { intent: await retrieve(stripe, reference) };
  try {
    return { intent: await closeKey(stripe, paymentId) };
  } catch (error) {
    // An account may not take the currency of the closing one. The call may have come all the same.
    if (!isKeyTaken(error) && !isRefused(error)) throw error;
  }
  const id = (await listed(stripe, paymentId)) ?? (await searched(stripe, paymentId));
  if (id === undefined)
    throw new Error(
      `Stripe does not list the payment ${paymentId}, and its key could not be closed: it may still come.`,
    );
  return { intent: await retrieve(stripe, id) };
}

/** The PaymentIntent as it is now, with its card. */
export const retrieve = (stripe: Stripe, id: string): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.retrieve(id, { expand: [...cardFields] });

/** A PaymentIntent without a card, only to use up the key. The amount is above the least that Stripe takes anywhere. */
const closeKey = (stripe: Stripe, paymentId: string): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create(
    {
      amount: 10_00,
      currency: "usd",
      allowed_payment_method_types: ["card"],
      description: `Closes the payment ${paymentId}, which never reached Stripe. Nothing is charged.`,
      metadata: metadataOf({ paymentId, till: null }),
    },
    { idempotencyKey: paymentId },
  );

/** The id in the list of the newest ones, which has each from the moment that it is made. */
async function listed(stripe: Stripe, paymentId: string): Promise<string | undefined> {
  let seen = 0;
  for await (const { id, metadata } of stripe.paymentIntents.list({ limit: 100 })) {
    if (noteOf(metadata).paymentId === paymentId) return id;
    seen += 1;
    if (seen >= looksThrough) return undefined;
  }
  return undefined;
}

/** The id in Stripe's search, which is a minute behind and does not exist in every country. */
async function searched(stripe: Stripe, paymentId: string): Promise<string | undefined> {
  const { data } = await stripe.paymentIntents.search({ query: `metadata["paymentId"]:"${paymentId}"`, limit: 1 });
  return data[0]?.id;
}
