import type { Stripe } from "stripe";

type StripeError = Stripe.errors.StripeError;

/** Each kind of error has a class in the library, and the name of it as its type. */
type ErrorType = "StripeCardError" | "StripeInvalidRequestError" | "StripeIdempotencyError";

const typeOf = (error: unknown): string | undefined =>
  error instanceof Error && "type" in error && typeof error.type === "string" ? error.type : undefined;

const isOfType =
  (type: ErrorType) =>
  (error: unknown): error is StripeError =>
    typeOf(error) === type;

/** 402: the card was declined. */
export const isDeclined = isOfType("StripeCardError");

/** 400 or 404: Stripe does not do this, however often it is asked. */
export const isRefused = isOfType("StripeInvalidRequestError");

/** 400: the key has been used for another request. */
export const isKeyTaken = isOfType("StripeIdempotencyError");

/** Nobody knows what Stripe has done: the network broke, or Stripe is busy or out of order, or does not know the key. */
class NoClearAnswer extends Error {
  override readonly name = "NoClearAnswer";
}

/**
 * The result of calls of Stripe. Its errors become those that Till may log: they name what went wrong and Stripe's number
 * of the request, and have no header and no body.
 */
export async function clearly<Value>(calls: Promise<Value>): Promise<Value> {
  try {
    return await calls;
  } catch (error) {
    if (!isStripeError(error)) throw error;
    const { statusCode, code, requestId } = error;
    const facts = [typeOf(error), statusCode, code, requestId].filter((fact) => fact !== undefined && fact !== "");
    throw new NoClearAnswer(`Stripe gave no clear answer (${facts.join(", ")}).`);
  }
}

const isStripeError = (error: unknown): error is StripeError => typeOf(error)?.startsWith("Stripe") === true;
