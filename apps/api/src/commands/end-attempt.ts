import type { ConfirmPaymentInput, DeclineCode, OrderPayment, Refusal } from "@till/contracts";
import { askAboutLateAt, payLate, returnLate, settleGivenUp, settlePayment } from "@till/db";
import { type FinalAnswer, type Result, nextGatewayCallAt, ok, refused } from "@till/domain";
import { log } from "../log.ts";
import { RefusalError } from "../refusals/refusal-error.ts";
import type { Work } from "../work/work.ts";
import { type ActingWork, asTill, run } from "./run.ts";

/** An attempt with an outcome, and how often its gateway was asked about it. */
export type Ended = Pick<ConfirmPaymentInput, "id" | "paymentId"> & {
  readonly answer: FinalAnswer;
  readonly attempts: number;
};

/** What became of an outcome. */
interface Recorded {
  /** The order and the attempt, if the outcome is that of the attempt now. */
  readonly ended: OrderPayment | null;
  /** Why the gateway is asked again, and when: another attempt of the order is open. */
  readonly askAgain: { readonly why: Refusal; readonly at: string } | null;
}

/** How an attempt fails that its customer gave up: for another one, or by leaving it until the time to pay was over. */
const givenUp: ReadonlySet<DeclineCode> = new Set(["attempt_replaced", "cancelled"]);

const nothing: Recorded = { ended: null, askAgain: null };

/**
 * Records the outcome of an attempt, whoever brings it: the answer to a request, an event of the gateway, the sweep. They
 * can come in any order and more than once, and each leads to the same end. A success is never lost: if the attempt has
 * ended in the meantime, it came late.
 */
export async function endAttempt(work: Work, outcome: Ended): Promise<Recorded> {
  const { answer, paymentId } = outcome;
  const isGivenUp = answer.status === "FAILED" && givenUp.has(answer.declineCode);
  const settled = await resultOf(run(asTill(work), isGivenUp ? settleGivenUp : settlePayment, outcome));
  if (settled.ok) return { ended: settled.value, askAgain: null };
  if (answer.status === "SUCCEEDED") return endLate(work, outcome);
  log.error("An attempt had ended before the gateway's answer to it.", { paymentId, refusal: settled.refusal });
  return nothing;
}

/**
 * Records that an attempt that FAILED came through late. It pays an order that waits for money. While another attempt is
 * open, what becomes of that decides, and the gateway is asked again. Money that the order needs no more goes back.
 */
export async function endLate(work: Work, outcome: Ended): Promise<Recorded> {
  const acting = asTill(work);
  const paid = await resultOf(run(acting, payLate, outcome));
  if (paid.ok) return { ended: paid.value, askAgain: null };
  if (paid.refusal.code === "PAYMENT_IN_PROGRESS") {
    const at = nextGatewayCallAt(outcome.attempts, acting.now);
    await askAboutLateAt(work.db, { id: outcome.paymentId, at, reference: outcome.answer.reference });
    return { ended: null, askAgain: { why: paid.refusal, at } };
  }
  if (paid.refusal.code !== "ORDER_NOT_PENDING") throw new RefusalError(paid.refusal);
  await giveBack(acting, outcome);
  return nothing;
}

async function giveBack(acting: ActingWork, outcome: Ended): Promise<void> {
  const { refund } = await run(acting, returnLate, outcome);
  if (refund.status === "PENDING") acting.enqueue({ kind: "refunds", ids: [refund.id] });
}

/** The result of a command, with a refusal as a value. */
export const resultOf = <Value>(command: Promise<Value>): Promise<Result<Value>> =>
  command.then(ok, (error: unknown) => {
    if (error instanceof RefusalError) return refused(error.refusal);
    throw error;
  });
