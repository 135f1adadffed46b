import {
  type DeclineCode,
  type MaskedSource,
  type Outcome,
  type PaymentSource,
  type PaymentSourceInput,
  declineCodeNames,
  defaultPaymentToken,
  limits,
  outcomes,
  paymentSources,
  processingMs,
  scenarioPrefix,
} from "@till/contracts";
import type { GatewayAnswer, InstantGateway } from "./gateway.ts";
import { refuse } from "./refuse.ts";
import { ok, refused } from "./result.ts";

/**
 * The simulated gateway. Only the source decides its answer: it has no network, no clock and no randomness. The reference
 * of an attempt is its outcome, so later calls need no stored state.
 *
 * A card whose month has passed is declined as `expired_card`. A source that is not in the table of test sources is
 * refused and never stored: it could be a real card.
 */
export const simulator: InstantGateway = {
  kind: "instant",
  isSimulated: true,

  authorize(input, now) {
    const scripted = readScenario(input?.token);
    const source = findSource(input ?? { token: defaultPaymentToken });
    if (!scripted && !source) return refused(refuse.testCardRequired());
    const lapsed = input?.card !== undefined && isLapsed(input.card, now);
    const [first, ...rest] = scripted ?? [lapsed ? "expired_card" : (source?.outcome ?? "succeeded")];
    return ok({
      source: mask(source, input),
      answers: [answer(first, now), ...rest.map((outcome) => answer(outcome, now))],
    });
  },

  confirm: (_paymentId, confirmation) =>
    confirmation === "COMPLETE"
      ? { status: "SUCCEEDED", reference: "requires_action" }
      : { status: "FAILED", reference: "requires_action", declineCode: "authentication_failed" },

  settle: ({ reference }) =>
    reference === "processing"
      ? { status: "SUCCEEDED", reference }
      : { status: "FAILED", reference, declineCode: "processing_error" },
};

/** The outcomes that a scenario token scripts, or null if it is none: `sim:insufficient_funds>succeeded`. */
function readScenario(token: string | undefined): [Outcome, ...Outcome[]] | null {
  if (!token?.startsWith(scenarioPrefix)) return null;
  const steps = token.slice(scenarioPrefix.length).split(">");
  const [first, ...rest] = steps.filter(isOutcome);
  return first !== undefined && rest.length === steps.length - 1 && steps.length <= limits.scenarioSteps
    ? [first, ...rest]
    : null;
}

const isOutcome = (step: string): step is Outcome => (outcomes as readonly string[]).includes(step);

const isDecline = (outcome: Outcome): outcome is Outcome & DeclineCode =>
  (declineCodeNames as readonly string[]).includes(outcome);

function answer(outcome: Outcome, now: string): GatewayAnswer {
  if (isDecline(outcome)) return { status: "FAILED", reference: outcome, declineCode: outcome };
  switch (outcome) {
    case "succeeded":
      return { status: "SUCCEEDED", reference: outcome };
    case "requires_action":
      return { status: "REQUIRES_ACTION", reference: outcome };
    case "processing":
    case "processing_fails":
      return {
        status: "PROCESSING",
        reference: outcome,
        askAgainAt: new Date(Date.parse(now) + processingMs).toISOString(),
      };
  }
}

function findSource({ token, card, upi }: PaymentSourceInput): PaymentSource | undefined {
  return paymentSources.find(
    (source) =>
      (token !== undefined && source.token === token) ||
      (card !== undefined && source.card?.number === card.number) ||
      (upi !== undefined && source.upi === upi.toLowerCase()),
  );
}

/** A card is valid until the end of its month. */
function isLapsed(card: { expMonth: number; expYear: number }, now: string): boolean {
  const expiry = `${card.expYear}-${String(card.expMonth).padStart(2, "0")}`;
  return expiry < now.slice(0, "YYYY-MM".length);
}

/** A token without a card is a test token or a scenario, and can be stored as it is. */
function mask(source: PaymentSource | undefined, input: PaymentSourceInput | undefined): MaskedSource {
  if (source?.card) return { type: "card", brand: source.card.brand, last4: source.card.number.slice(-4) };
  if (source?.upi) return { type: "upi", address: source.upi };
  return { type: "token", token: input?.token ?? defaultPaymentToken };
}
