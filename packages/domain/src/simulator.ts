import {
  type DeclineCode,
  type MaskedSource,
  type Outcome,
  type PaymentSource,
  type PaymentSourceInput,
  defaultPaymentToken,
  paymentSources,
} from "@till/contracts";
import { refuse } from "./refuse.ts";
import { type Result, ok, refused } from "./result.ts";

/** What the gateway will say to an attempt, and the source as far as it may be kept. */
export interface Authorization {
  readonly outcome: Outcome;
  readonly declineCode: DeclineCode | null;
  readonly source: MaskedSource;
}

/**
 * The simulated gateway's answer to an attempt to pay, decided by the source alone: no network, no clock, no chance.
 * A card whose month has passed is declined as `expired_card`. A source that is not in the table of test sources is
 * refused, and nothing of it is kept: it could be somebody's real card.
 */
export function authorize(input: PaymentSourceInput | undefined, now: string): Result<Authorization> {
  const source = findSource(input ?? { token: defaultPaymentToken });
  if (!source) return refused(refuse.testCardRequired());
  const lapsed = input?.card !== undefined && isLapsed(input.card, now);
  return ok({
    outcome: lapsed ? "failed" : source.outcome,
    declineCode: lapsed ? "expired_card" : source.declineCode,
    source: mask(source),
  });
}

function findSource({ token, card, upi }: PaymentSourceInput): PaymentSource | undefined {
  return paymentSources.find(
    (source) =>
      (token !== undefined && source.token === token) ||
      (card !== undefined && source.card?.number === card.number) ||
      (upi !== undefined && source.upi === upi.toLowerCase()),
  );
}

/** A card is good to the end of its month. */
function isLapsed(card: { expMonth: number; expYear: number }, now: string): boolean {
  const expiry = `${card.expYear}-${String(card.expMonth).padStart(2, "0")}`;
  return expiry < now.slice(0, "YYYY-MM".length);
}

function mask({ card, upi, token }: PaymentSource): MaskedSource {
  if (card) return { type: "card", brand: card.brand, last4: card.number.slice(-4) };
  if (upi !== null) return { type: "upi", address: upi };
  throw new Error(`Payment source ${token} has neither a card nor a UPI address.`);
}
