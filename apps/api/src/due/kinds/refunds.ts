import { limits } from "@till/contracts";
import {
  type DueRefund,
  type UnfinishedRefund,
  finishRefunds,
  gatewayLeaseMs,
  gatewayPieceSize,
  takeDueRefunds,
} from "@till/db";
import { type Gateway, type MoneyBack, type RefundAnswer, nextGatewayCallAt } from "@till/domain";
import { type RefundEnd, endRefund } from "../../commands/end-refund.ts";
import { log } from "../../log.ts";
import type { Work } from "../../work/work.ts";
import type { Kind } from "../kind.ts";
import { gatewayOf, goneText, hasRemoteGateway, tillForGateway } from "../gateway-of.ts";
import { TookTooLong, inTime, sentenceOf } from "../time-limit.ts";
import { gatewayTimeoutMs } from "./settlements.ts";

/** The result for a refund: when the gateway is told again; null if a command has recorded its end. */
interface Told {
  readonly unfinished: UnfinishedRefund | null;
  readonly isUnanswered: boolean;
}

/**
 * Refunds that are PENDING. Till tells the gateway of them until it takes or refuses them. One that has given no answer to
 * so many calls has failed. One that says that it has the refund does not: the money would be free to be given back twice.
 */
export const refunds: Kind<DueRefund, Told> = {
  pieceSize: gatewayPieceSize,
  leaseMs: gatewayLeaseMs,
  itemMs: gatewayTimeoutMs,
  atOnce: 5,
  perRun: 50 * gatewayPieceSize,
  waitsForOthers: hasRemoteGateway,
  take: ({ db }, taker) => takeDueRefunds(db, taker),
  async attempt(work, due) {
    const { isUnanswered = false, ...answer } = await answerOf(work, due);
    try {
      return { unfinished: await record(work, due, answer), isUnanswered };
    } catch (error) {
      log.error("The answer to a refund could not be recorded; the gateway will be told again.", {
        refundId: due.id,
        error,
      });
      return { unfinished: again(work, due, sentenceOf(error)), isUnanswered };
    }
  },
  isUnanswered: ({ isUnanswered }) => isUnanswered,
  async record({ db }, { taker, made, givenBack, now }) {
    const finished = made.flatMap(({ outcome }) => outcome.unfinished ?? []);
    // The commands have recorded the refunds that ended.
    if (finished.length + givenBack.length > 0)
      await finishRefunds(db, taker, { finished, givenBack: givenBack.map(({ id }) => id), now });
  },
};

/** The answer of a gateway about a refund, or that it gave none, or that it is not configured any more. */
type Answer = RefundAnswer | { readonly status: "UNKNOWN" | "GONE"; readonly reason: string };

/** Tells the gateway of a refund. A call that throws is no answer: the gateway may have taken it. */
async function answerOf(work: Work, due: DueRefund): Promise<Answer & { isUnanswered?: boolean }> {
  const gateway = gatewayOf(work, due.gateway);
  if (gateway === undefined) return { status: "GONE", reason: goneText(due.gateway) };
  try {
    return await tell(gateway, moneyBackOf(due, work.till), due.attempts);
  } catch (error) {
    log.error("The gateway gave no clear answer to a refund.", { refundId: due.id, error });
    return { status: "UNKNOWN", reason: sentenceOf(error), isUnanswered: error instanceof TookTooLong };
  }
}

function tell(gateway: Gateway, refund: MoneyBack, calls: number): RefundAnswer | Promise<RefundAnswer> {
  switch (gateway.kind) {
    case "remote":
      return inTime(gatewayTimeoutMs, () => gateway.refund(refund));
    case "instant":
      return gateway.refund(refund, calls);
    case "none":
      // Simulated money goes nowhere: the sandbox was switched off.
      return { status: "SUCCEEDED" };
  }
}

const moneyBackOf = ({ id, amount, paymentId, reference, refusals }: DueRefund, till: string): MoneyBack => ({
  refundId: id,
  till: tillForGateway(till),
  amount,
  paymentId,
  reference,
  refusals,
  idempotencyKey: refusals === 0 ? id : `${id}_${refusals + 1}`,
});

/** Records what the gateway says, and when it is told again if that is not the end. */
async function record(work: Work, due: DueRefund, answer: Answer): Promise<UnfinishedRefund | null> {
  if (answer.status === "PENDING") return { ...again(work, due, answer.reason), callsKept: callsOfHeard };
  if (answer.status === "UNKNOWN" && due.attempts < limits.refundCalls) return again(work, due, answer.reason);
  await endRefund(work, due, endOf(answer, due.attempts));
  return null;
}

function endOf(answer: Exclude<Answer, { status: "PENDING" }>, calls: number): RefundEnd {
  switch (answer.status) {
    case "SUCCEEDED":
      return answer;
    case "FAILED":
      return { ...answer, isRefused: true };
    case "GONE":
      return { status: "FAILED", reason: answer.reason, isRefused: false };
    case "UNKNOWN":
      return {
        status: "FAILED",
        reason: `No clear answer in ${calls} calls. The last one: ${answer.reason}`,
        isRefused: false,
      };
  }
}

/** A gateway that has answered gets all of Till's patience again, with the longest pauses. */
const callsOfHeard = 10;

const again = ({ clock }: Work, { id, attempts }: DueRefund, error: string): UnfinishedRefund => ({
  id,
  error,
  callsKept: null,
  nextAttemptAt: nextGatewayCallAt(attempts, clock().toISOString()),
});
