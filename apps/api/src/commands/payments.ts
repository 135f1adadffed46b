import {
  type ConfirmPaymentInput,
  type OrderPayment,
  type OrderRefund,
  type PayOrderInput,
  type RefundOrderInput,
  type RetryRefundInput,
  type ScenarioFault,
} from "@till/contracts";
import {
  askAboutPaymentAt,
  confirmPayment as confirmPaymentCommand,
  getOrder,
  payOrder,
  paymentOf,
  refundOrder,
  retryRefund as retryRefundCommand,
  settlePayment,
} from "@till/db";
import { type RemoteAnswer, type RemoteGateway, availableActions, nextAskAt, refuse } from "@till/domain";
import { log } from "../log.ts";
import { RefusalError, valueOf } from "../refusals/refusal-error.ts";
import { pageOf, returnTo } from "./return-url.ts";
import { type ActingWork, asTill, run } from "./run.ts";

/** Who pays, and what can break the answer to them. */
interface PayingWork extends ActingWork {
  breakAnswer(fault: ScenarioFault): void;
}

/** The longest time that the queue keeps a job, in milliseconds (https://developers.cloudflare.com/queues/platform/limits). */
const longestJobDelayMs = 12 * 60 * 60_000;

/**
 * Pays an order through the gateway: one batch if it answers at once, two around the call of a remote one. What a scenario
 * does to the answer, it does to the answer of the request that made the attempt: a repeat gets through.
 */
export async function pay(ctx: PayingWork, input: PayOrderInput): Promise<OrderPayment> {
  const { result, paymentId, isRepeat, askAgainAt, fault, gateway } = await run(ctx, payOrder, input);
  if (fault !== null && !isRepeat && ctx.config.SANDBOX) ctx.breakAnswer(fault);
  if (ctx.gateway.kind === "instant" && askAgainAt !== null) askAt(ctx, paymentId, askAgainAt);
  const started = valueOf(result);
  // An attempt that was made before a change of gateway must not be charged a second time, at the new one.
  const isHere = ctx.gateway.kind === "remote" && (gateway === undefined || gateway === ctx.gateway.name);
  return started.payment.status === "PROCESSING" && ctx.gateway.kind === "remote" && isHere
    ? charge(ctx, ctx.gateway, started, input)
    : started;
}

/** Has the gateway asked about an attempt at a time. What is too far ahead for the queue is left to the sweep. */
function askAt(ctx: ActingWork, paymentId: string, dueAt: string): void {
  if (Date.parse(dueAt) - Date.parse(ctx.now) <= longestJobDelayMs)
    ctx.enqueue({ kind: "settlements", ids: [paymentId], dueAt });
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
    const answer = await gateway.authorize({
      paymentId,
      orderId: order.id,
      customer: { id: order.userId, ...order.customer },
      returnUrl: returnTo(order, paymentId, ctx) ?? `${ctx.baseUrl}${pageOf(order)}`,
      amount,
      currency: order.currency,
      source,
      now: ctx.now,
    });
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
  const settled = await run(asTill(ctx), settlePayment, { id, paymentId, answer });
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

/** Refunds an order. Till tells a gateway that has to take the refund after the response, and again until it has. */
export const refund = async (ctx: ActingWork, input: RefundOrderInput): Promise<OrderRefund> =>
  tellGateway(ctx, await run(ctx, refundOrder, input));

/** Tells the gateway again of a refund that failed. */
export const retryRefund = async (ctx: ActingWork, input: RetryRefundInput): Promise<OrderRefund> =>
  tellGateway(ctx, await run(ctx, retryRefundCommand, input));

function tellGateway(ctx: ActingWork, changed: OrderRefund): OrderRefund {
  const { id, status } = changed.refund;
  if (status === "PENDING") ctx.enqueue({ kind: "refunds", ids: [id] });
  return changed;
}
