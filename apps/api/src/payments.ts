import type { ConfirmPaymentInput, OrderPayment, OrderRefund, PayOrderInput, RefundOrderInput } from "@till/contracts";
import { askAboutPaymentAt, getOrder, payOrder, paymentOf, refundOrder, settlePayment } from "@till/db";
import { type GatewayAnswer, type RemoteGateway, availableActions, openPayment, refuse } from "@till/domain";
import { log } from "./log.ts";
import { tellOfRefunds } from "./dispatch/tell-of-refunds.ts";
import { RefusalError, valueOf } from "./refusal-error.ts";
import { type ActingContext, run, till } from "./run.ts";

/** Pays an order through the gateway: one batch if it answers at once, two around the call of a remote one. */
export async function pay(ctx: ActingContext, input: PayOrderInput): Promise<OrderPayment> {
  const started = await run(ctx, payOrder(ctx.gateway), input);
  if (started.payment.status !== "PROCESSING") return started;
  if (ctx.gateway.kind === "remote") return charge(ctx, ctx.gateway, started, input);
  ctx.enqueue({ type: "settle", paymentId: started.payment.id });
  return started;
}

/**
 * Calls a remote gateway for an attempt that is recorded. If the call fails, the attempt stays PROCESSING and the
 * gateway is asked later what became of it: the charge may have reached it.
 */
async function charge(
  ctx: ActingContext,
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
    if (error instanceof RefusalError) throw error;
    log.error("The gateway did not answer an attempt; it will be asked again.", { paymentId: payment.id, error });
    return started;
  }
}

/** Takes a gateway's answer to an attempt that is open, and answers as the caller sees the order then. */
async function take(ctx: ActingContext, started: OrderPayment, answer: GatewayAnswer): Promise<OrderPayment> {
  const { orderId: id, id: paymentId } = started.payment;
  if (answer.status === "PROCESSING") {
    await askAboutPaymentAt(ctx.db, paymentId, answer.askAgainAt, answer.reference);
    return started;
  }
  const settled = await run({ ...ctx, actor: till }, settlePayment("settle", answer), { id, paymentId });
  const order = { ...settled.order, actions: availableActions(settled.order, ctx.actor, ctx.now) };
  return { order, payment: settled.payment };
}

/** Finishes 3-D Secure: the customer has confirmed the payment with their bank, or rejected it. */
export async function confirmPayment(
  ctx: ActingContext,
  { id, paymentId, outcome }: ConfirmPaymentInput,
): Promise<OrderPayment> {
  const { gateway } = ctx;
  if (gateway.kind === "instant") {
    const answer = gateway.confirm(paymentId, outcome);
    if (answer.status === "PROCESSING") throw new Error("An instant gateway knows at once what a confirmation means.");
    return run(ctx, settlePayment("confirm", answer), { id, paymentId });
  }
  const order = valueOf(await getOrder(ctx.db, id, ctx));
  const open = order.payments.find((payment) => payment.id === paymentId);
  if (!open || openPayment(order)?.id !== paymentId)
    throw new RefusalError(refuse.paymentNotOpen(order, paymentId, order.actions));
  return take(ctx, { order, payment: open }, await gateway.confirm(paymentId, outcome));
}

/** Gives money back. A remote gateway is told after the response, and again until it has taken the refund. */
export async function refund(ctx: ActingContext, input: RefundOrderInput): Promise<OrderRefund> {
  const refunded = await run(ctx, refundOrder(ctx.gateway), input);
  if (ctx.gateway.kind === "remote") ctx.afterResponse(() => tellOfRefunds(ctx));
  return refunded;
}
