import type { OpenAttempt } from "@till/domain";
import type { Stripe } from "stripe";
import { isKeyTaken, isRefused } from "./errors.ts";
import { cardFields } from "./intent-answer.ts";
import { metadataOf, noteOf } from "./metadata.ts";

const minuteMs = 60_000;

/** For how long Stripe certainly keeps an idempotency key, in milliseconds: it says 24 hours at least. */
const keysKeptMs = 20 * 60 * minuteMs;

/**
 * After this time the list and the search have every PaymentIntent of an attempt, in milliseconds: Till tells a gateway of an
 * attempt for an hour at most.
 */
const foundAfterMs = 90 * minuteMs;

/** When a call can have come to Stripe, from the start of its attempt: before it, because clocks differ. In milliseconds. */
const window = { fromMs: -5 * minuteMs, toMs: 15 * minuteMs };

/** How many PaymentIntents of that time are looked through for one whose id was lost. */
const looksThrough = 500;

/**
 * The PaymentIntent of an attempt; null if there is none and there will be none.
 *
 * If the answer that had its id was lost, the call may also be on its way still. So Till uses the idempotency key of the
 * attempt itself, for a PaymentIntent that nobody can pay. If Stripe takes it, the call has not come and never can: Stripe
 * refuses a key with other parameters. If Stripe refuses it, the call has come, and its PaymentIntent is there to be found,
 * unless the call failed at Stripe: that uses the key up, too. Of an old attempt Stripe may have forgotten the key, so
 * Till looks first.
 */
export async function findIntent(
  stripe: Stripe,
  attempt: OpenAttempt,
  now: string,
): Promise<{ intent: Stripe.PaymentIntent } | null> {
  const { paymentId, reference, startedAt } = attempt;
  if (reference !== "") return { intent: await retrieve(stripe, reference) };
  const ageMs = Date.parse(now) - Date.parse(startedAt);
  const old = ageMs < keysKeptMs ? null : await lookFor(stripe, attempt);
  if (old !== null) return { intent: old };
  try {
    return { intent: await closeKey(stripe, paymentId) };
  } catch (error) {
    // An account may not take the currency of the closing one. The call may have come all the same.
    if (!isKeyTaken(error) && !isRefused(error)) throw error;
  }
  const intent = await lookFor(stripe, attempt);
  if (intent !== null) return { intent };
  if (ageMs < foundAfterMs) throw new Error(`Stripe may have the payment ${paymentId}, but does not list it yet.`);
  return null;
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

async function lookFor(stripe: Stripe, attempt: OpenAttempt): Promise<Stripe.PaymentIntent | null> {
  const { id, isWhole } = await listed(stripe, attempt);
  const found = id ?? (await searched(stripe, attempt.paymentId, isWhole));
  return found === undefined ? null : retrieve(stripe, found);
}

/** The id in the list, which has each from the moment that it is made, and whether all of its time was looked through. */
async function listed(
  stripe: Stripe,
  { paymentId, startedAt }: OpenAttempt,
): Promise<{ id?: string; isWhole: boolean }> {
  const secondsAfterStart = (ms: number) => Math.floor((Date.parse(startedAt) + ms) / 1_000);
  const created = { gte: secondsAfterStart(window.fromMs), lte: secondsAfterStart(window.toMs) };
  let seen = 0;
  for await (const { id, metadata } of stripe.paymentIntents.list({ created, limit: 100 })) {
    if (noteOf(metadata).paymentId === paymentId) return { id, isWhole: false };
    seen += 1;
    if (seen >= looksThrough) return { isWhole: false };
  }
  return { isWhole: true };
}

/** The id in Stripe's search, which is a minute behind. Where a country has no search, the whole list must do. */
async function searched(stripe: Stripe, paymentId: string, isListWhole: boolean): Promise<string | undefined> {
  try {
    const { data } = await stripe.paymentIntents.search({ query: `metadata["paymentId"]:"${paymentId}"`, limit: 1 });
    return data[0]?.id;
  } catch (error) {
    if (!isListWhole || !isRefused(error)) throw error;
    return undefined;
  }
}
