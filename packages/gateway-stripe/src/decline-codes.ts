import type { DeclineCode } from "@till/contracts";

/** What Stripe says of a payment that failed: in the answer to the call, or in the PaymentIntent. */
export interface StripeDecline {
  readonly type?: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly message?: string;
  readonly payment_method?: { readonly card?: { readonly brand: string | null; readonly last4: string | null } };
}

/**
 * Stripe's decline codes (https://docs.stripe.com/declines/codes) and error codes (https://docs.stripe.com/error-codes)
 * that mean more than “declined”. For a lost or stolen card Till's own sentence says no more than that either.
 */
const codes: Readonly<Record<string, DeclineCode>> = {
  insufficient_funds: "insufficient_funds",
  withdrawal_count_limit_exceeded: "insufficient_funds",
  card_velocity_exceeded: "insufficient_funds",
  lost_card: "lost_card",
  stolen_card: "stolen_card",
  pickup_card: "stolen_card",
  expired_card: "expired_card",
  expired_payment_method: "expired_card",
  invalid_expiry_month: "expired_card",
  invalid_expiry_year: "expired_card",
  incorrect_cvc: "incorrect_cvc",
  invalid_cvc: "incorrect_cvc",
  processing_error: "processing_error",
  issuer_not_available: "processing_error",
  reenter_transaction: "processing_error",
  try_again_later: "processing_error",
  authentication_failure: "authentication_failed",
  authentication_required: "authentication_failed",
  mobile_device_authentication_required: "authentication_failed",
  payment_intent_authentication_failure: "authentication_failed",
};

/** Why a payment failed. Banks and Stripe add codes: one that is not in the table is a plain decline. */
export function declineCodeOf(error: StripeDecline | null): DeclineCode {
  // Nobody has tried a card: the call of Till was closed before it came.
  if (error === null) return "processing_error";
  return codes[error.decline_code ?? ""] ?? codes[error.code ?? ""] ?? "generic_decline";
}
