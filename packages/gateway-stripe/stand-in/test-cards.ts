/** What becomes of a payment with a card. */
type Outcome = "succeeds" | "asks_the_bank" | "is_processed" | { readonly code: string; readonly declineCode: string };

/** A card as the stand-in's account has it. */
export interface TestCard {
  readonly brand: string;
  readonly last4: string;
  readonly outcome: Outcome;
  /** What becomes of refunds. By default they succeed at once. */
  readonly refunds?: "pending";
}

const visa = (last4: string, outcome: Outcome): TestCard => ({ brand: "visa", last4, outcome });
const declines = (declineCode: string, code = "card_declined"): Outcome => ({ code, declineCode });

/**
 * Stripe's cards for tests, by their ids (https://docs.stripe.com/testing). The last one is the stand-in's own: no card of
 * Stripe's stays `processing`.
 */
export const testCards: Readonly<Record<string, TestCard>> = {
  pm_card_visa: visa("4242", "succeeds"),
  pm_card_mastercard: { brand: "mastercard", last4: "4444", outcome: "succeeds" },
  pm_card_visa_chargeDeclined: visa("0002", declines("generic_decline")),
  pm_card_visa_chargeDeclinedInsufficientFunds: visa("9995", declines("insufficient_funds")),
  pm_card_visa_chargeDeclinedLostCard: visa("9987", declines("lost_card")),
  pm_card_visa_chargeDeclinedStolenCard: visa("9979", declines("stolen_card")),
  pm_card_chargeDeclinedExpiredCard: visa("0069", declines("expired_card", "expired_card")),
  pm_card_chargeDeclinedIncorrectCvc: visa("0127", declines("incorrect_cvc", "incorrect_cvc")),
  pm_card_chargeDeclinedProcessingError: visa("0119", declines("processing_error", "processing_error")),
  pm_card_threeDSecure2Required: visa("3220", "asks_the_bank"),
  pm_card_pendingRefund: { ...visa("7726", "succeeds"), refunds: "pending" },
  pm_standInProcessing: visa("4242", "is_processed"),
};

/** Stripe's sentences for customers (https://docs.stripe.com/declines/codes). */
export const sentences: Readonly<Record<string, string>> = {
  insufficient_funds: "Your card has insufficient funds.",
  expired_card: "Your card has expired.",
  incorrect_cvc: "Your card's security code is incorrect.",
  processing_error: "An error occurred while processing your card. Try again in a little bit.",
};

export const plainDecline = "Your card was declined.";
