/**
 * The payment sources of the simulator: the one table that the simulator, the docs, the `dev` command and the tests
 * read. Tokens and numbers are those that Stripe (https://docs.stripe.com/testing) and Razorpay
 * (https://razorpay.com/docs/payments/payments/test-upi-details/) made familiar.
 */

/** Why a source is declined, with the sentence that a shopper reads. */
const sourceDeclines = {
  generic_decline: "The card was declined. Try another card, or ask your bank.",
  insufficient_funds: "The card does not have enough funds. Try another card.",
  lost_card: "The card was declined. Try another card, or ask your bank.",
  stolen_card: "The card was declined. Try another card, or ask your bank.",
  expired_card: "The card has expired. Try another card.",
  incorrect_cvc: "The security code (CVC) is wrong. Check it and try again.",
  processing_error: "The card could not be processed just now. Try again in a moment.",
  payment_failed: "The UPI payment failed. Try again, or pay another way.",
} as const;

/** Why a payment failed: its source was declined, or what became of its order or its customer's confirmation. */
export const declineCodes = {
  ...sourceDeclines,
  authentication_failed: "The payment was not confirmed with the bank. Try again, or use another card.",
  cancelled: "The payment was given up, because the order was cancelled.",
  attempt_replaced: "The payment was given up for another one, before any money was taken.",
} as const;
export type DeclineCode = keyof typeof declineCodes;
export const declineCodeNames = Object.keys(declineCodes) as [DeclineCode, ...DeclineCode[]];

export const sourceDeclineNames = Object.keys(sourceDeclines) as (keyof typeof sourceDeclines)[];

/** How the gateway can answer an attempt: it succeeds, needs the customer, takes its time, or is declined. */
export const outcomes = [
  "succeeded",
  "requires_action",
  "processing",
  "processing_fails",
  ...sourceDeclineNames,
] as const;
export type Outcome = (typeof outcomes)[number];

/** How long an attempt that is PROCESSING takes to settle, in milliseconds. */
export const processingMs = 5_000;

/** One row of the table: a token, the card or UPI address with the same effect, and the outcome. */
export interface PaymentSource {
  readonly token: string | null;
  readonly card: { readonly number: string; readonly brand: TestCardBrand } | null;
  readonly upi: string | null;
  readonly outcome: Outcome;
}

/** The brands of cards whose names Till writes as their owners do. Gateways may tell others. */
export const cardBrandNames = {
  visa: "Visa",
  mastercard: "Mastercard",
  amex: "American Express",
  diners: "Diners Club",
  discover: "Discover",
  jcb: "JCB",
  maestro: "Maestro",
  rupay: "RuPay",
  unionpay: "UnionPay",
} as const;
export type CardBrand = keyof typeof cardBrandNames;
export const cardBrands = Object.keys(cardBrandNames) as [CardBrand, ...CardBrand[]];

type TestCardBrand = Extract<CardBrand, "visa" | "mastercard">;

const card = <Token extends string>(token: Token, number: string, outcome: Outcome, brand: TestCardBrand = "visa") => ({
  token,
  card: { number: number.replaceAll(" ", ""), brand },
  upi: null,
  outcome,
});

const tokenOnly = <Token extends string>(token: Token, outcome: Outcome) => ({ token, card: null, upi: null, outcome });

const upi = (address: string, outcome: Outcome) => ({ token: null, card: null, upi: address, outcome });

const table = [
  card("pm_card_visa", "4242 4242 4242 4242", "succeeded"),
  card("pm_card_mastercard", "5555 5555 5555 4444", "succeeded", "mastercard"),
  card("pm_card_visa_chargeDeclined", "4000 0000 0000 0002", "generic_decline"),
  card("pm_card_visa_chargeDeclinedInsufficientFunds", "4000 0000 0000 9995", "insufficient_funds"),
  card("pm_card_visa_chargeDeclinedLostCard", "4000 0000 0000 9987", "lost_card"),
  card("pm_card_visa_chargeDeclinedStolenCard", "4000 0000 0000 9979", "stolen_card"),
  card("pm_card_chargeDeclinedExpiredCard", "4000 0000 0000 0069", "expired_card"),
  card("pm_card_chargeDeclinedIncorrectCvc", "4000 0000 0000 0127", "incorrect_cvc"),
  card("pm_card_chargeDeclinedProcessingError", "4000 0000 0000 0119", "processing_error"),
  card("pm_card_threeDSecure2Required", "4000 0000 0000 3220", "requires_action"),
  tokenOnly("pm_card_processing", "processing"),
  tokenOnly("pm_card_processing_fails", "processing_fails"),
  upi("success@razorpay", "succeeded"),
  upi("failure@razorpay", "payment_failed"),
] as const;

export const paymentSources: readonly PaymentSource[] = table;

/** A token of the table. */
export type PaymentToken = Exclude<(typeof table)[number]["token"], null>;

/** What `pay` uses when the caller names no source: a card that succeeds. */
export const defaultPaymentToken = "pm_card_visa";
