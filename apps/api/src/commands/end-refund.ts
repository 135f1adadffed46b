import { limits } from "@till/contracts";
import { completeRefund, failRefund } from "@till/db";
import { log } from "../log.ts";
import type { Work } from "../work/work.ts";
import { resultOf } from "./end-attempt.ts";
import { asTill, run } from "./run.ts";

/** How a refund ended. `isRefused`: the gateway has said no for good. Otherwise nobody knows what became of it. */
export type RefundEnd =
  | { readonly status: "SUCCEEDED" }
  | { readonly status: "FAILED"; readonly reason: string; readonly isRefused: boolean };

/**
 * Records the end of a refund, whoever brings it: the answer to a call, or an event of the gateway. If the other one was
 * first, only the log says so.
 */
export async function endRefund(
  work: Work,
  { id: refundId, orderId: id }: { readonly id: string; readonly orderId: number },
  end: RefundEnd,
): Promise<void> {
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
