import {
  type DueSettlement,
  type UnsettledAttempt,
  finishSettlements,
  gatewayLeaseMs,
  gatewayPieceSize,
  settlePayment,
  takeDueSettlements,
} from "@till/db";
import { type FinalAnswer, type GatewayAnswer, nextAskAt, nextGatewayCallAt, till } from "@till/domain";
import { log } from "../../log.ts";
import { RefusalError } from "../../refusals/refusal-error.ts";
import { run } from "../../commands/run.ts";
import type { Work } from "../../work/work.ts";
import type { Kind } from "../kind.ts";
import { TookTooLong, inTime, sentenceOf } from "../time-limit.ts";

/** How long a gateway may take to answer, in milliseconds. */
export const gatewayTimeoutMs = 15_000;

/** The result for an attempt: when to ask again, or nothing if it is settled. */
interface Asked {
  readonly unsettled: UnsettledAttempt | null;
  readonly isUnanswered: boolean;
}

/**
 * Attempts that are PROCESSING. Till asks the gateway for their outcome, and settles those that have one. A gateway
 * behind a network has its own lane.
 */
export const settlements: Kind<DueSettlement, Asked> = {
  pieceSize: gatewayPieceSize,
  leaseMs: gatewayLeaseMs,
  itemMs: gatewayTimeoutMs,
  atOnce: 5,
  perRun: 100 * gatewayPieceSize,
  waitsForOthers: ({ gateway }) => gateway.kind === "remote",
  take: ({ db, gateway }, taker, { ids }) =>
    takeDueSettlements(db, taker, {
      ids: ids as readonly string[] | undefined,
      alone: gateway.kind === "remote",
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
      const unsettled = {
        id: attempt.id,
        error: sentenceOf(error),
        nextAttemptAt,
        reference: null,
        actionUrl: null,
      };
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

/** Asks about one attempt, and settles it if it has an outcome. */
async function ask(work: Work, { id, orderId, reference }: DueSettlement): Promise<UnsettledAttempt | null> {
  const answer = await answerOf(work, { paymentId: id, reference });
  if (answer.status === "REQUIRES_ACTION")
    throw new Error("An attempt that was processing can't wait for Till's page.");
  if (answer.status !== "PROCESSING") {
    await settle(work, { id: orderId, paymentId: id, answer });
    return null;
  }
  const nextAttemptAt = nextAskAt(answer.askAgainAt, work.clock().toISOString());
  return { id, error: null, nextAttemptAt, reference: answer.reference, actionUrl: answer.actionUrl ?? null };
}

async function answerOf(
  { gateway, clock }: Work,
  attempt: { paymentId: string; reference: string },
): Promise<GatewayAnswer> {
  // The sandbox was switched off and left this attempt. It must not count as money.
  if (gateway.kind === "none")
    return { status: "FAILED", reference: attempt.reference, declineCode: "processing_error" };
  return inTime(gatewayTimeoutMs, async () => gateway.settle(attempt, clock().toISOString()));
}

/** Another request may have settled the attempt in the meantime. Then only the log says so. */
async function settle(work: Work, attempt: { id: number; paymentId: string; answer: FinalAnswer }): Promise<void> {
  try {
    await run({ ...work, now: work.clock().toISOString(), actor: till }, settlePayment, attempt);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    log.error("An attempt had ended before the gateway's answer to it.", { paymentId: attempt.paymentId, error });
  }
}
