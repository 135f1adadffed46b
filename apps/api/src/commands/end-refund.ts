import { limits } from "@till/contracts";
import { completeRefund, failRefund, retryRefund } from "@till/db";
import { log } from "../log.ts";
import type { Work } from "../work/work.ts";
import { resultOf } from "./end-attempt.ts";
import { asTill, run } from "./run.ts";

/** How a refund ended. `isRefused`: the gateway has said no for good. Otherwise nobody knows what became of it. */
export type RefundEnd =
  | { readonly status: "SUCCEEDED" }
  | { readonly status: "FAILED"; readonly reason: string; readonly isRefused: boolean };

/** A refund, and its order. */
interface OfOrder {
  readonly id: string;
  readonly orderId: number;
}

/**
 * Records that the gateway has given back a refund that counted as failed: it had got no clear answer in time. Its amount is
 * held back again first. Says whether that was possible: staff may have given the money back otherwise, or dropped the
 * refund.
 */
export async function completeFailed(work: Work, refund: OfOrder): Promise<boolean> {
  const retried = await resultOf(run(asTill(work), retryRefund, { id: refund.orderId, refundId: refund.id }));
  if (retried.ok) await endRefund(work, refund, { status: "SUCCEEDED" });
  return retried.ok;
}

/**
 * Records the end of a refund, whoever brings it: the answer to a call, or an event of the gateway. If the other one was
 * first, only the log says so.
 */
export async function endRefund(work: Work, { id: refundId, orderId: id }: OfOrder, end: RefundEnd): Promise<void> {
  const refund = { id, refundId };
  if (end.status === "FAILED")
    log.error("A refund has failed; staff can try it again or drop it.", { refundId, isRefused: end.isRefused });
  const recorded = await resultOf<unknown>(
    end.status === "SUCCEEDED"
      ? run(asTill(work), completeRefund, refund)
      : run(asTill(work), failRefund, {
          ...refund,
          reason: end.reason.slice(0, limits.reasonLength),
          isRefused: end.isRefused,
        }),
  );
  if (!recorded.ok)
    log.error("A refund had ended before the gateway's answer to it.", { refundId, refusal: recorded.refusal });
}
