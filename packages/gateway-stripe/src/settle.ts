import type { OpenAttempt, RemoteAnswer } from "@till/domain";
import type { Stripe } from "stripe";
import { end } from "./end-intent.ts";
import { findIntent } from "./find-intent.ts";
import { answerOf, failed, neverMade } from "./intent-answer.ts";

/** The outcome of an attempt. */
export async function settle(stripe: Stripe, attempt: OpenAttempt, now: string): Promise<RemoteAnswer> {
  const found = await findIntent(stripe, attempt, now);
  return found === null ? neverMade("processing_error") : conclude(stripe, found.intent, now);
}

/**
 * The answer of a PaymentIntent. One that failed is cancelled before Till is told: the customer could pay it with another
 * card otherwise, because the bank's page sends them back with a secret that allows it.
 */
export async function conclude(stripe: Stripe, intent: Stripe.PaymentIntent, now: string): Promise<RemoteAnswer> {
  const answer = answerOf(intent, now);
  if (answer.status !== "FAILED" || intent.status === "canceled") return answer;
  const ended = await end(stripe, intent, failed);
  return ended.status === "canceled" ? answer : answerOf(ended, now);
}
