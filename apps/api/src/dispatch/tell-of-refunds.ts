import { listRefundsToSettle, markRefundSettled, tellOfRefundAt } from "@till/db";
import type { WorkContext } from "../context.ts";
import { log } from "../log.ts";

/** When a gateway that did not take a refund is told of it again, in milliseconds. */
const patienceMs = 60_000;

/** Tells a remote gateway of refunds that it has not taken yet, all or one. Answers how many there were. */
export async function tellOfRefunds({ db, gateway, now }: WorkContext, refundId?: string): Promise<number> {
  if (gateway.kind !== "remote") return 0;
  const due = await listRefundsToSettle(db, now, refundId);
  for (const refund of due)
    try {
      await gateway.refund(refund);
      await markRefundSettled(db, refund.refundId, now);
    } catch (error) {
      log.error("The gateway did not take a refund; it will be told again.", { refundId: refund.refundId, error });
      await tellOfRefundAt(db, refund.refundId, new Date(Date.parse(now) + patienceMs).toISOString());
    }
  return due.length;
}
