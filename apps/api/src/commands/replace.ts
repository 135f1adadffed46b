import type { OrderPayment, PayOrderInput } from "@till/contracts";
import { type Attempted, findAttempt, getOrder, replaceAttempt } from "@till/db";
import type { OpenAttempt, RemoteAnswer } from "@till/domain";
import { gatewayOf } from "../due/gateway-of.ts";
import { gatewayTimeoutMs } from "../due/kinds/settlements.ts";
import { inTime } from "../due/time-limit.ts";
import { log } from "../log.ts";
import { RefusalError } from "../refusals/refusal-error.ts";
import { endAttempt, resultOf } from "./end-attempt.ts";
import { type ActingWork, run } from "./run.ts";

/**
 * Pays an order with another source, and gives up an attempt that waits for the customer. One that waits on Till's own page
 * ends in the batch that makes the new one. One at a remote gateway is cancelled there first, and only what the gateway
 * says ends it. `go` goes on with the new attempt. If the order turns out to be paid, that is the answer.
 */
export async function replace(
  ctx: ActingWork,
  input: PayOrderInput,
  go: (made: Attempted) => Promise<OrderPayment>,
): Promise<OrderPayment> {
  const first = await resultOf(run(ctx, replaceAttempt, input));
  if (first.ok) return go(first.value);
  const isFree = first.refusal.code === "PAYMENT_IN_PROGRESS" && (await giveUp(ctx, first.refusal.details.paymentId));
  const last = isFree ? await resultOf(run(ctx, replaceAttempt, input)) : first;
  if (last.ok) return go(last.value);
  const { refusal } = last;
  const isPaid = refusal.code === "ORDER_NOT_PENDING" && refusal.details.status === "PAID";
  const paid = isPaid ? await paymentThatPaid(ctx, input.id) : null;
  if (paid === null) throw new RefusalError(refusal);
  return paid;
}

async function paymentThatPaid(ctx: ActingWork, id: number): Promise<OrderPayment | null> {
  const order = await getOrder(ctx.db, id, ctx);
  if (!order.ok) return null;
  const payment = order.value.payments.find(({ status }) => status === "SUCCEEDED");
  return payment === undefined ? null : { order: order.value, payment };
}

/** Ends an open attempt at its gateway. Says whether it has ended, so that another one can be made if it took no money. */
async function giveUp(ctx: ActingWork, paymentId: string): Promise<boolean> {
  const attempt = await findAttempt(ctx.db, paymentId);
  if (attempt === undefined) return false;
  const { orderId, reference, status, attempts, startedAt } = attempt;
  if (status === "SUCCEEDED" || status === "FAILED") return true;
  // What does not wait for the customer may take money at this moment.
  if (attempt.actionUrl === null) return false;
  const answer = await cancelled(ctx, { paymentId, reference, startedAt }, attempt.gateway);
  if (answer === null || answer.status === "PROCESSING") return false;
  await endAttempt(ctx, { id: orderId, paymentId, answer, attempts });
  return true;
}

/** What its gateway says when it is to cancel an attempt; null if it says nothing. The attempt is open then, as before. */
async function cancelled(
  ctx: ActingWork,
  attempt: OpenAttempt,
  gatewayName: string | null,
): Promise<RemoteAnswer | null> {
  const gateway = gatewayOf(ctx, gatewayName);
  if (gateway?.kind !== "remote") return null;
  try {
    return await inTime(gatewayTimeoutMs, () => gateway.cancel(attempt, ctx.clock().toISOString()));
  } catch (error) {
    log.error("An attempt could not be cancelled; it stays open.", { paymentId: attempt.paymentId, error });
    return null;
  }
}
