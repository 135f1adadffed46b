import type { DeclineCode } from "@till/contracts";
import {
  type CardFacts,
  type Charge,
  ForgedEvent,
  type GatewayEvent,
  type MoneyBack,
  type RefundAnswer,
  type RemoteAnswer,
  type RemoteGateway,
  ok,
  refuse,
  refused,
} from "@till/domain";
import { Webhook, WebhookVerificationError } from "standardwebhooks";

/** What the bank of the test does with each token that it takes. */
const tokens: Record<string, "succeeded" | "at_the_bank" | "processing" | DeclineCode> = {
  tok_good: "succeeded",
  tok_bad: "insufficient_funds",
  tok_3ds: "at_the_bank",
  tok_slow: "processing",
};

/** The card of every token, and what the bank says to its owner when it declines. */
export const bankCard: CardFacts = { brand: "rupay", last4: "1234" };
export const bankSentence = "Your bank <b>does not allow</b> this today.";

/** A charge at the bank. `till` is what a real gateway keeps as metadata. */
interface KnownCharge {
  readonly amount: number;
  readonly till: string | null;
  answer: RemoteAnswer;
}

interface Options {
  readonly name?: string;
  /** How long each call takes, in milliseconds. */
  readonly latencyMs?: number;
}

/**
 * A gateway behind a network, for tests: what an adapter of a real one looks like to Till. It remembers what it has
 * charged and given back by Till's own ids, signs its events, and loses answers when it is told to.
 */
export function createRemoteGateway({ name = "bank", latencyMs = 0 }: Options = {}) {
  const charges = new Map<string, KnownCharge>();
  const refunds = new Map<string, number>();
  /** Its first answer to each key. It repeats that, whatever has changed. */
  const refundAnswers = new Map<string, RefundAnswer>();
  const signatures = new Webhook(btoa(`the secret of the events of ${name}`));
  const network = {
    /** How many answers are still to be lost, after the bank has done its work. */
    answersToLose: 0,
    /** The sentence with which the bank refuses refunds, if it does. */
    refusal: null as string | null,
    /** Whether the bank takes refunds and has not decided on them yet. */
    keepsRefunds: false,
    /** Called when the bank is asked to charge, before it does. */
    beforeCharge: async (_paymentId: string, _charge: Charge) => {},
    /** Called when the bank has done what it was asked to, or knows the answer, before Till hears it. */
    beforeAnswer: async (_call: "authorize" | "settle" | "refund" | "cancel") => {},
  };

  const answer = async <Value>(
    call: Parameters<typeof network.beforeAnswer>[0],
    value: () => Value,
  ): Promise<Value> => {
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    const said = value();
    await network.beforeAnswer(call);
    if (network.answersToLose === 0) return said;
    network.answersToLose -= 1;
    throw new Error("The connection to the bank was lost.");
  };

  /** The end of an attempt that was open, kept as the bank's word on it from then on. */
  const end = (paymentId: string, declineCode: DeclineCode | null): RemoteAnswer => {
    const charge = charges.get(paymentId);
    if (!charge) throw new Error(`The bank does not know ${paymentId}.`);
    if (charge.answer.status !== "PROCESSING") return charge.answer;
    charge.answer = ended(paymentId, declineCode);
    return charge.answer;
  };

  const gateway: RemoteGateway = {
    kind: "remote",
    name,

    accept(source) {
      if (source?.token === undefined || !(source.token in tokens)) return refused(refuse.testCardRequired());
      return ok({ type: "token", token: source.token });
    },

    async authorize(charge: Charge) {
      const { paymentId, amount, source, till, now } = charge;
      await network.beforeCharge(paymentId, charge);
      return answer("authorize", () => {
        const known = charges.get(paymentId);
        if (known) return known.answer;
        const first = firstAnswer(paymentId, source?.token ?? "", now);
        charges.set(paymentId, { amount, till, answer: first });
        return first;
      });
    },

    settle: ({ paymentId }) =>
      answer("settle", () => {
        const charge = charges.get(paymentId);
        const isWithCustomer = charge?.answer.status === "PROCESSING" && charge.answer.actionUrl !== undefined;
        if (charge?.answer.status === "PROCESSING" && !isWithCustomer) return end(paymentId, null);
        if (charge) return charge.answer;
        // The call to charge may still be on its way. It must find that this attempt is over.
        const unknown: RemoteAnswer = { status: "FAILED", reference: "", declineCode: "processing_error" };
        charges.set(paymentId, { amount: 0, till: null, answer: unknown });
        return unknown;
      }),

    cancel: ({ paymentId }) => answer("cancel", () => end(paymentId, "attempt_replaced")),

    refund: ({ refundId, idempotencyKey, amount }: MoneyBack) =>
      answer("refund", () => {
        const first = refundAnswers.get(idempotencyKey);
        if (first) return first;
        if (network.keepsRefunds) return { status: "PENDING", reason: "The bank has it." };
        const said: RefundAnswer =
          network.refusal === null ? { status: "SUCCEEDED" } : { status: "FAILED", reason: network.refusal };
        refundAnswers.set(idempotencyKey, said);
        if (said.status === "SUCCEEDED") refunds.set(refundId, amount);
        return said;
      }),

    async readEvent({ headers, body }) {
      try {
        const signed = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((header) => [
          header,
          headers.get(header) ?? "",
        ]);
        const event = signatures.verify(body, Object.fromEntries(signed)) as GatewayEvent | { kind: "other" };
        return event.kind === "other" ? null : event;
      } catch (error) {
        if (error instanceof WebhookVerificationError) throw new ForgedEvent(error.message);
        throw error;
      }
    },
  };

  /** The request that the bank sends for something that it tells, signed as this bank does. */
  const signed = (told: GatewayEvent | { kind: "other" }): RequestInit => {
    const body = JSON.stringify(told);
    const [id, now] = [`evt_${crypto.randomUUID()}`, new Date()];
    return {
      method: "POST",
      body,
      headers: {
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
        "webhook-signature": signatures.sign(id, now, body),
      },
    };
  };

  return {
    gateway,
    network,
    charges,
    refunds,
    signed,
    /** What the customer tells the bank on its own page. The bank keeps to what it said first. */
    customerSays: (paymentId: string, agrees: boolean) => void end(paymentId, agrees ? null : "authentication_failed"),
    /** The event that tells what the bank says of an attempt now. */
    eventOf(paymentId: string): RequestInit {
      const charge = charges.get(paymentId);
      if (!charge) throw new Error(`The bank does not know ${paymentId}.`);
      return signed({ kind: "payment", paymentId, till: charge.till, answer: charge.answer });
    },
  };
}

const referenceOf = (paymentId: string) => ({ reference: `bank_${paymentId}`, card: bankCard });

const ended = (paymentId: string, declineCode: DeclineCode | null): RemoteAnswer =>
  declineCode === null
    ? { status: "SUCCEEDED", ...referenceOf(paymentId) }
    : { status: "FAILED", ...referenceOf(paymentId), declineCode, sentence: bankSentence };

function firstAnswer(paymentId: string, token: string, now: string): RemoteAnswer {
  const outcome = tokens[token] ?? "processing_error";
  switch (outcome) {
    case "succeeded":
      return ended(paymentId, null);
    case "at_the_bank":
      return {
        status: "PROCESSING",
        ...referenceOf(paymentId),
        askAgainAt: now,
        actionUrl: `https://bank.example/${paymentId}`,
      };
    case "processing":
      return { status: "PROCESSING", ...referenceOf(paymentId), askAgainAt: now };
    default:
      return ended(paymentId, outcome);
  }
}
