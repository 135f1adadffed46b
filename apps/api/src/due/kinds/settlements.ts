import {
  type DueSettlement,
  type UnsettledAttempt,
  finishSettlements,
  gatewayLeaseMs,
  gatewayPieceSize,
  takeDueSettlements,
} from "@till/db";
import {
  type GatewayAnswer,
  type OpenAttempt,
  type RemoteGateway,
  later,
  nextAskAt,
  nextGatewayCallAt,
} from "@till/domain";
import { log } from "../../log.ts";
import { endAttempt, endLate } from "../../commands/end-attempt.ts";
import type { Work } from "../../work/work.ts";
import type { Kind } from "../kind.ts";
import { gatewayOf, goneText, hasRemoteGateway } from "../gateway-of.ts";
import { TookTooLong, inTime, sentenceOf } from "../time-limit.ts";

/** How long a gateway may take to answer, in milliseconds. */
export const gatewayTimeoutMs = 15_000;

/**
 * How long a customer may at least take at the page of their bank, in milliseconds. After that and after the time to pay,
 * they have left: the order must not hold its stock for ever.
 */
const customerPatienceMs = 15 * 60_000;

/** The result for an attempt: when to ask again, if ever; null if a command has recorded it. */
interface Asked {
  readonly unsettled: UnsettledAttempt | null;
  readonly isUnanswered: boolean;
}

/**
 * Attempts that are PROCESSING. Till asks the gateway for their outcome, and settles those that have one. It also asks
 * about FAILED attempts that may succeed late. A gateway behind a network has its own lane.
 */
export const settlements: Kind<DueSettlement, Asked> = {
  pieceSize: gatewayPieceSize,
  leaseMs: gatewayLeaseMs,
  itemMs: gatewayTimeoutMs,
  atOnce: 5,
  perRun: 100 * gatewayPieceSize,
  waitsForOthers: hasRemoteGateway,
  take: (work, taker, { ids }) =>
    takeDueSettlements(work.db, taker, {
      ids: ids as readonly string[] | undefined,
      alone: hasRemoteGateway(work),
    }),
  async attempt(work, attempt) {
    try {
      return { unsettled: await ask(work, attempt), isUnanswered: false };
    } catch (error) {
      const nextAttemptAt = nextGatewayCallAt(attempt.attempts, work.clock().toISOString());
      log.error("An attempt could not be settled; the gateway will be asked again.", {
        paymentId: attempt.id,
        nextAttemptAt,
        error,
      });
      const unsettled = { ...unheard, id: attempt.id, error: sentenceOf(error), nextAttemptAt };
      return { unsettled, isUnanswered: error instanceof TookTooLong };
    }
  },
  isUnanswered: ({ isUnanswered }) => isUnanswered,
  async record({ db }, { taker, made, givenBack, now }) {
    const finished = made.flatMap(({ outcome }) => outcome.unsettled ?? []);
    // The command has recorded what it settled.
    if (finished.length + givenBack.length > 0)
      await finishSettlements(db, taker, { finished, givenBack: givenBack.map(({ id }) => id), now });
  },
};

/** Asks about one attempt, and records its outcome if it has one. */
async function ask(work: Work, due: DueSettlement): Promise<UnsettledAttempt | null> {
  const { id, orderId, status, attempts } = due;
  const answer = await answerOf(work, due);
  if (answer.status === "REQUIRES_ACTION")
    throw new Error("An attempt that was processing can't wait for Till's page.");
  if (answer.status === "PROCESSING" || (answer.status === "FAILED" && status === "FAILED")) {
    const { askAgainAt = null } = answer;
    const now = work.clock().toISOString();
    const wished = askAgainAt && nextAskAt(askAgainAt, now);
    const leftAt = whenLeft(due);
    const nextAttemptAt = wished !== null && leftAt !== null && now < leftAt && leftAt < wished ? leftAt : wished;
    const actionUrl = ("actionUrl" in answer ? answer.actionUrl : null) ?? null;
    return { id, error: null, nextAttemptAt, reference: answer.reference, actionUrl, card: answer.card ?? null };
  }
  const outcome = { id: orderId, paymentId: id, answer, attempts };
  const { askAgain } = await (status === "FAILED" ? endLate(work, outcome) : endAttempt(work, outcome));
  return askAgain && { ...unheard, id, error: askAgain.why.message, nextAttemptAt: askAgain.at };
}

/** Nothing new from the gateway. */
const unheard = { reference: null, actionUrl: null, card: null };

async function answerOf(work: Work, due: DueSettlement): Promise<GatewayAnswer> {
  const gateway = gatewayOf(work, due.gateway);
  // It may have taken the money, so the attempt stays open.
  if (gateway === undefined) throw new Error(goneText(due.gateway));
  const attempt = attemptOf(due);
  // The sandbox was switched off and left this attempt. It must not count as money.
  if (gateway.kind === "none")
    return { status: "FAILED", reference: attempt.reference, declineCode: "processing_error" };
  const now = work.clock().toISOString();
  if (gateway.kind === "instant") return gateway.settle(attempt, now);
  return inTime(gatewayTimeoutMs, () => settleOrEnd(gateway, due, now));
}

/** An attempt as its gateway sees it. */
const attemptOf = ({ id, reference, startedAt }: DueSettlement): OpenAttempt => ({
  paymentId: id,
  reference,
  startedAt,
});

/** When a customer who is still at the page of their bank has left it; null if their order does not expire. */
const whenLeft = ({ startedAt, expiresAt }: DueSettlement): string | null => {
  const earliest = later(startedAt, customerPatienceMs);
  return expiresAt !== null && expiresAt < earliest ? earliest : expiresAt;
};

/**
 * The outcome of an attempt. One whose customer has left is cancelled, and what the gateway says then counts: they may have
 * agreed at the last moment.
 */
async function settleOrEnd(gateway: RemoteGateway, due: DueSettlement, now: string): Promise<GatewayAnswer> {
  const attempt = attemptOf(due);
  const answer = await gateway.settle(attempt, now);
  const leftAt = whenLeft(due);
  if (leftAt === null || now < leftAt) return answer;
  const waitsForCustomer = answer.status === "PROCESSING" && answer.actionUrl !== undefined;
  const last = waitsForCustomer ? await gateway.cancel({ ...attempt, reference: answer.reference }, now) : answer;
  return last.status === "FAILED" && last.declineCode === "attempt_replaced"
    ? { ...last, declineCode: "cancelled" }
    : last;
}
