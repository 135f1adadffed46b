import { askAboutPaymentAt, listPaymentsToSettle, settlePayment } from "@till/db";
import { type FinalAnswer, type GatewayAnswer, till } from "@till/domain";
import type { WorkContext } from "../context.ts";
import { log } from "../log.ts";
import { RefusalError } from "../refusal-error.ts";
import { run } from "../run.ts";

/** When a gateway that did not answer is asked again, in milliseconds. */
const patienceMs = 60_000;

/**
 * Asks the gateway what became of attempts that are PROCESSING and due, all or the one that is named, and settles
 * those that have come to an end. Answers how many were due.
 */
export async function settlePayments(ctx: WorkContext, paymentId?: string): Promise<number> {
  const due = await listPaymentsToSettle(ctx.db, ctx.now, paymentId);
  for (const attempt of due) {
    const answer = await ask(ctx, attempt);
    if (answer.status === "REQUIRES_ACTION")
      throw new Error("An attempt that was processing can't wait for Till's page.");
    if (answer.status === "PROCESSING")
      await askAboutPaymentAt(ctx.db, attempt.paymentId, {
        ...answer,
        askAgainAt: notTooSoon(answer.askAgainAt, ctx.now),
      });
    else await settle(ctx, { id: attempt.orderId, paymentId: attempt.paymentId, answer });
  }
  return due.length;
}

/** How long a gateway is left alone before it is asked again, in milliseconds. */
const pauseMs = 5_000;

/** The time at which a gateway wants to be asked again, but not in the same breath. */
export function notTooSoon(askAgainAt: string, now: string): string {
  const earliest = new Date(Date.parse(now) + pauseMs).toISOString();
  return askAgainAt > earliest ? askAgainAt : earliest;
}

async function ask(
  { gateway, now }: WorkContext,
  { paymentId, reference }: { paymentId: string; reference: string },
): Promise<GatewayAnswer> {
  // What the sandbox left when it was switched off: nobody is to take it for money.
  if (gateway.kind === "none") return { status: "FAILED", reference, declineCode: "processing_error" };
  try {
    return await gateway.settle({ paymentId, reference }, now);
  } catch (error) {
    log.error("The gateway could not be asked about an attempt; it will be asked again.", { paymentId, error });
    return { status: "PROCESSING", reference, askAgainAt: new Date(Date.parse(now) + patienceMs).toISOString() };
  }
}

/** Somebody else may have settled the attempt in the meantime: then there is nothing to do but to say so. */
async function settle(
  ctx: WorkContext,
  attempt: { id: number; paymentId: string; answer: FinalAnswer },
): Promise<void> {
  try {
    await run({ ...ctx, actor: till }, settlePayment, attempt);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    log.error("An attempt had ended before the gateway's answer to it.", { paymentId: attempt.paymentId, error });
  }
}
