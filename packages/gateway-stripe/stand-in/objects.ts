import { randomBytes } from "node:crypto";
import type { Stripe } from "stripe";
import type { TestCard } from "./test-cards.ts";

type Metadata = Record<string, string>;

/** The fields of a PaymentIntent that the stand-in has. Its answers are validated by Stripe's document. */
export interface Intent {
  readonly id: string;
  readonly object: "payment_intent";
  readonly amount: number;
  readonly currency: string;
  readonly metadata: Metadata;
  readonly description: string | null;
  readonly created: number;
  readonly livemode: false;
  readonly client_secret: string;
  payment_method: string | null;
  cancellation_reason: Stripe.PaymentIntent["cancellation_reason"];
  last_payment_error: object | null;
  latest_charge: Charge | null;
  next_action: object | null;
  status: Stripe.PaymentIntent.Status;
}

/** The fields of a refund that the stand-in has. */
export interface Refund {
  readonly id: string;
  readonly object: "refund";
  readonly amount: number;
  readonly currency: string;
  readonly created: number;
  readonly metadata: Metadata;
  readonly payment_intent: string;
  status: "pending" | "succeeded" | "failed";
  failure_reason?: string;
  pending_reason?: Stripe.Refund.PendingReason;
}

/** A charge, as far as it changes. */
interface Charge {
  readonly id: string;
  amount_refunded: number;
  refunded: boolean;
}

/** What a request wants to be made. */
export interface IntentWish {
  readonly amount: number;
  readonly currency: string;
  readonly description?: string;
  readonly metadata?: Metadata;
  readonly payment_method?: string;
  readonly confirm?: boolean;
  readonly return_url?: string;
}

export interface RefundWish {
  readonly amount?: number;
  readonly metadata?: Metadata;
  readonly payment_intent?: string;
}

/** An id of Stripe's form, such as `pi_0f3a…`. */
export const newId = (prefix: string) => `${prefix}_${randomBytes(12).toString("hex")}`;

/** The time as Stripe tells it. */
const seconds = () => Math.floor(Date.now() / 1_000);

export function newIntent({ amount, currency, description, metadata, payment_method: card }: IntentWish): Intent {
  const id = newId("pi");
  return {
    id,
    object: "payment_intent",
    amount,
    currency,
    metadata: metadata ?? {},
    description: description ?? null,
    created: seconds(),
    livemode: false,
    client_secret: `${id}_secret_${randomBytes(8).toString("hex")}`,
    payment_method: card ?? null,
    cancellation_reason: null,
    last_payment_error: null,
    latest_charge: null,
    next_action: null,
    status: card === undefined ? "requires_payment_method" : "requires_confirmation",
  };
}

/** Why a charge failed. */
export interface Decline {
  readonly code: string;
  readonly decline_code: string;
  readonly message: string;
}

/** An attempt to take the money. Each has a charge, also one that is declined. */
export const newCharge = ({ id, amount, currency, metadata }: Intent, card: TestCard, decline: Decline | null) => ({
  id: newId("ch"),
  object: "charge",
  amount,
  amount_captured: decline ? 0 : amount,
  amount_refunded: 0,
  billing_details: nobody,
  captured: decline === null,
  created: seconds(),
  currency,
  disputed: false,
  failure_code: decline?.code ?? null,
  failure_message: decline?.message ?? null,
  livemode: false,
  metadata,
  outcome: decline ? { type: "issuer_declined", reason: decline.decline_code } : { type: "authorized", reason: null },
  paid: decline === null,
  payment_intent: id,
  payment_method_details: { type: "card", card: cardOf(card) },
  refunded: false,
  status: decline ? "failed" : "succeeded",
});

export const newPaymentMethod = (id: string, card: TestCard) => ({
  id,
  object: "payment_method",
  type: "card",
  billing_details: nobody,
  card: { ...cardOf(card), funding: "credit" },
  created: seconds(),
  livemode: false,
});

/** Till tells Stripe nothing of the customer. */
const nobody = { email: null, name: null, phone: null };

const cardOf = ({ brand, last4 }: TestCard) => ({
  brand,
  last4,
  exp_month: 12,
  exp_year: new Date().getFullYear() + 1,
});

export const newRefund = (amount: number, { id, currency }: Intent, metadata: Metadata): Refund => ({
  id: newId("re"),
  object: "refund",
  amount,
  currency,
  created: seconds(),
  metadata,
  payment_intent: id,
  status: "succeeded",
});
