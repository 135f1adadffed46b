import {
  type DeclineCode,
  type MaskedSource,
  type Outcome,
  type PaymentSource,
  type PaymentSourceInput,
  type Refusal,
  declineCodeNames,
  defaultPaymentToken,
  paymentSources,
  refundMark,
} from "@till/contracts";
import type { AttemptAnswer, InstantGateway } from "./gateway.ts";
import { later } from "./later.ts";
import { refuse } from "./refuse.ts";
import { ok, refused } from "./result.ts";
import { type ScriptedAttempt, readAttempt, readScenario, whereScenarioEnds } from "./scenario.ts";

/**
 * The simulated gateway. Only the source decides its answer: it has no network, no clock and no randomness. The reference
 * of an attempt is its text in the grammar of scenarios, so later calls need no stored state.
 *
 * A card whose month has passed is declined as `expired_card`. A source that is not in the table of test sources is
 * refused and never stored: it could be a real card.
 */
export const simulator: InstantGateway = {
  kind: "instant",
  name: "simulator",
  isSimulated: true,

  authorize(input, now) {
    const scripted = readScenario(input?.token);
    const source = findSource(input ?? { token: defaultPaymentToken });
    if (!scripted && !source) return refused(refuseSource(input));
    const lapsed = input?.card !== undefined && isLapsed(input.card, now);
    const [first, ...rest] = scripted ?? [readAttempt(lapsed ? "expired_card" : (source?.outcome ?? "succeeded"))];
    return ok({
      source: mask(source, input),
      answers: [answer(first, now), ...rest.map((attempt) => answer(attempt, now))],
    });
  },

  confirm: (_paymentId, confirmation) =>
    confirmation === "COMPLETE"
      ? { status: "SUCCEEDED", reference: "requires_action" }
      : { status: "FAILED", reference: "requires_action", declineCode: "authentication_failed" },

  settle({ reference }) {
    const { outcome, lateMs } = readAttempt(reference);
    return outcome === "processing" || lateMs !== null
      ? { status: "SUCCEEDED", reference }
      : { status: "FAILED", reference, declineCode: "processing_error" };
  },

  refundMark,

  refund({ reference, refusals }, calls) {
    const { refundFailures, refundRefusals } = readAttempt(reference);
    if (refusals < refundRefusals) return { status: "FAILED", reason: "The simulated gateway refuses this refund." };
    if (calls <= refundFailures)
      return { status: "PENDING", reason: "The simulated gateway does not take this refund yet." };
    return { status: "SUCCEEDED" };
  },
};

function refuseSource(input: PaymentSourceInput | undefined): Refusal {
  const reading = whereScenarioEnds(input?.token);
  return reading === null ? refuse.testCardRequired() : refuse.notAScenario(reading);
}

const isDecline = (outcome: Outcome): outcome is Outcome & DeclineCode =>
  (declineCodeNames as readonly string[]).includes(outcome);

function answer({ outcome, reference, processingMs, lateMs, fault }: ScriptedAttempt, now: string): AttemptAnswer {
  const scripted = { reference, ...(fault && { fault }) };
  if (isDecline(outcome))
    return {
      status: "FAILED",
      declineCode: outcome,
      ...scripted,
      ...(lateMs !== null && { askAgainAt: later(now, lateMs) }),
    };
  switch (outcome) {
    case "succeeded":
      return { status: "SUCCEEDED", ...scripted };
    case "requires_action":
      return { status: "REQUIRES_ACTION", ...scripted };
    case "processing":
    case "processing_fails":
      return { status: "PROCESSING", ...scripted, askAgainAt: later(now, processingMs) };
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
