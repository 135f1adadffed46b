import type { DeclineCode } from "@till/contracts";
import {
  type Charge,
  type RemoteAnswer,
  type MoneyBack,
  type RefundAnswer,
  type RemoteGateway,
  ok,
  refuse,
  refused,
} from "@till/domain";

/** What the bank of the test does with each token that it takes. */
const tokens: Record<string, "succeeded" | "at_the_bank" | "processing" | DeclineCode> = {
  tok_good: "succeeded",
  tok_bad: "insufficient_funds",
  tok_3ds: "at_the_bank",
  tok_slow: "processing",
};

/**
 * A gateway behind a network, for tests: what an adapter of a real one looks like to Till. It remembers what it has
 * charged and given back by Till's own ids, and loses answers when it is told to.
 */
export function createRemoteGateway(name = "bank") {
  const charges = new Map<string, { amount: number; answer: RemoteAnswer }>();
  const refunds = new Map<string, number>();
  /** Its first answer to each key. It repeats that, whatever has changed. */
  const refundAnswers = new Map<string, RefundAnswer>();
  const network = {
    /** How many answers are still to be lost, after the bank has done its work. */
    answersToLose: 0,
    /** The sentence with which the bank refuses refunds, if it does. */
    refusal: null as string | null,
    /** Called when the bank is asked to charge, before it does. */
    beforeCharge: async (_paymentId: string, _charge: Charge) => {},
    /** Called when the bank is asked about an attempt, or told of a refund, before it answers. */
    beforeAnswer: async (_call: "settle" | "refund") => {},
  };

  const answer = <Value>(value: Value): Value => {
    if (network.answersToLose === 0) return value;
    network.answersToLose -= 1;
    throw new Error("The connection to the bank was lost.");
  };

  /** The end of an attempt that was open, kept as the bank's word on it from then on. */
  const end = (paymentId: string, succeeds: boolean): RemoteAnswer => {
    const charge = charges.get(paymentId);
    if (!charge) throw new Error(`The bank does not know ${paymentId}.`);
    const reference = `bank_${paymentId}`;
    charge.answer = succeeds
      ? { status: "SUCCEEDED", reference }
      : { status: "FAILED", reference, declineCode: "authentication_failed" };
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
      const { paymentId, amount, source, now } = charge;
      await network.beforeCharge(paymentId, charge);
      const known = charges.get(paymentId);
      if (known) return answer(known.answer);
      const first = firstAnswer(paymentId, source?.token ?? "", now);
      charges.set(paymentId, { amount, answer: first });
      return answer(first);
    },

    async settle({ paymentId }) {
      await network.beforeAnswer("settle");
      const charge = charges.get(paymentId);
      const isWithCustomer = charge?.answer.status === "PROCESSING" && charge.answer.actionUrl !== undefined;
      if (charge?.answer.status === "PROCESSING" && !isWithCustomer) return answer(end(paymentId, true));
      return answer(charge?.answer ?? { status: "FAILED", reference: "", declineCode: "processing_error" });
    },

    async refund({ refundId, idempotencyKey, amount }: MoneyBack) {
      await network.beforeAnswer("refund");
      const first = refundAnswers.get(idempotencyKey);
      if (first) return answer(first);
      const said: RefundAnswer =
        network.refusal === null ? { status: "SUCCEEDED" } : { status: "FAILED", reason: network.refusal };
      refundAnswers.set(idempotencyKey, said);
      if (said.status === "SUCCEEDED") refunds.set(refundId, amount);
      return answer(said);
    },
  };
  /** What the customer tells the bank on its own page. */
  const customerSays = (paymentId: string, agrees: boolean) => void end(paymentId, agrees);

  return { gateway, network, charges, refunds, customerSays };
}

function firstAnswer(paymentId: string, token: string, now: string): RemoteAnswer {
  const reference = `bank_${paymentId}`;
  const outcome = tokens[token] ?? "processing_error";
  switch (outcome) {
    case "succeeded":
      return { status: "SUCCEEDED", reference };
    case "at_the_bank":
      return { status: "PROCESSING", reference, askAgainAt: now, actionUrl: `https://bank.example/${paymentId}` };
    case "processing":
      return { status: "PROCESSING", reference, askAgainAt: now };
    default:
      return { status: "FAILED", reference, declineCode: outcome };
  }
}
