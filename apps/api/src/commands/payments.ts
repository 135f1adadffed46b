import {
  type ConfirmPaymentInput,
  type OrderPayment,
  type OrderRefund,
  type PayOrderInput,
  type RefundOrderInput,
  processingMs,
} from "@till/contracts";
import {
  askAboutPaymentAt,
  confirmPayment as confirmPaymentCommand,
  getOrder,
  payOrder,
  paymentOf,
  refundOrder,
  settlePayment,
} from "@till/db";
import { type RemoteAnswer, type RemoteGateway, availableActions, nextAskAt, refuse, till } from "@till/domain";
import { log } from "../log.ts";
import { RefusalError, valueOf } from "../refusals/refusal-error.ts";
import { type ActingWork, run } from "./run.ts";

/** Pays an order through the gateway: one batch if it answers at once, two around the call of a remote one. */
export async function pay(ctx: ActingWork, input: PayOrderInput): Promise<OrderPayment> {
  const started = await run(ctx, payOrder, input);
  if (started.payment.status !== "PROCESSING") return started;
  if (ctx.gateway.kind === "remote") return charge(ctx, ctx.gateway, started, input);
  const dueAt = new Date(Date.parse(ctx.now) + processingMs).toISOString();
  ctx.enqueue({ kind: "settlements", ids: [started.payment.id], dueAt });
  return started;
}

/**
 * Calls a remote gateway for a recorded attempt. If the call fails, the attempt stays PROCESSING, and Till asks for its
 * outcome later: the charge may have reached the gateway.
 */
async function charge(
  ctx: ActingWork,
  gateway: RemoteGateway,
  started: OrderPayment,
  { source }: PayOrderInput,
): Promise<OrderPayment> {
  const { order, payment } = started;
  try {
    const { amount, id: paymentId } = payment;
    const answer = await gateway.authorize({ paymentId, amount, currency: order.currency, source, now: ctx.now });
    return valueOf(paymentOf(await take(ctx, started, answer)));
  } catch (error) {
    if (error instanceof RefusalError) {
      // A decline is an answer. A refused success means that the attempt had ended before, and the gateway has the money.
      if (error.refusal.code !== "PAYMENT_DECLINED")
        log.error("The gateway answered an attempt that had ended: see whether it took money.", {
          paymentId: payment.id,
          error,
        });
      throw error;
    }
    log.error("An attempt could not be finished; the gateway will be asked again.", { paymentId: payment.id, error });
    return started;
  }
}

/** Records a remote gateway's answer to an attempt, and returns the order as the caller then sees it. */
async function take(ctx: ActingWork, started: OrderPayment, answer: RemoteAnswer): Promise<OrderPayment> {
  const { orderId: id, id: paymentId } = started.payment;
  if (answer.status === "PROCESSING") {
    await askAboutPaymentAt(ctx.db, paymentId, {
      ...answer,
      askAgainAt: nextAskAt(answer.askAgainAt, ctx.clock().toISOString()),
    });
    const { actionUrl } = answer;
    if (actionUrl === undefined) return started;
    return { ...started, payment: { ...started.payment, nextAction: { type: "redirect", url: actionUrl } } };
  }
  const settled = await run({ ...ctx, now: ctx.clock().toISOString(), actor: till }, settlePayment, {
    id,
    paymentId,
    answer,
  });
  const order = { ...settled.order, actions: availableActions(settled.order, ctx.actor, ctx.now) };
  return { order, payment: settled.payment };
}

/** Finishes 3-D Secure on Till's own page: the customer has confirmed the payment with their bank, or rejected it. */
export async function confirmPayment(
  ctx: ActingWork,
  { id, paymentId, outcome }: ConfirmPaymentInput,
): Promise<OrderPayment> {
  const { gateway } = ctx;
  if (gateway.kind !== "instant") {
    // The customer confirms with the gateway itself, and only the gateway knows that they did.
    const order = valueOf(await getOrder(ctx.db, id, ctx));
    throw new RefusalError(refuse.paymentNotOpen(order, paymentId, order.actions));
  }
  const answer = gateway.confirm(paymentId, outcome);
  return run(ctx, confirmPaymentCommand, { id, paymentId, answer });
}

/** Refunds an order. Till tells a remote gateway after the response, and again until it has accepted the refund. */
export async function refund(ctx: ActingWork, input: RefundOrderInput): Promise<OrderRefund> {
  const refunded = await run(ctx, refundOrder, input);
  if (ctx.gateway.kind === "remote") ctx.enqueue({ kind: "refunds", ids: [refunded.refund.id] });
  return refunded;
}
