import type {
  ConfirmPaymentInput,
  Order,
  OrderPayment,
  OrderRefund,
  PayOrderInput,
  Payment,
  RefundOrderInput,
  RetryRefundInput,
  ScenarioFault,
} from "@till/contracts";
import {
  type Attempted,
  confirmPayment as confirmPaymentCommand,
  getOrder,
  keepProcessing,
  payOrder,
  paymentOf,
  refundOrder,
  retryRefund as retryRefundCommand,
} from "@till/db";
import { type RemoteAnswer, type RemoteGateway, availableActions, later, nextAskAt, refuse } from "@till/domain";
import { tillForGateway } from "../due/gateway-of.ts";
import { log } from "../log.ts";
import { RefusalError, valueOf } from "../refusals/refusal-error.ts";
import { endAttempt } from "./end-attempt.ts";
import { replace } from "./replace.ts";
import { pageOf, returnTo } from "./return-url.ts";
import { type ActingWork, run } from "./run.ts";

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
export const pay = (ctx: PayingWork, input: PayOrderInput): Promise<OrderPayment> =>
  input.replace === true ? replace(ctx, input, (made) => go(ctx, made, input)) : goWith(ctx, input);

const goWith = async (ctx: PayingWork, input: PayOrderInput) => go(ctx, await run(ctx, payOrder, input), input);

/** Goes on with an attempt that was recorded: tells the gateway, if it is behind a network. */
async function go(ctx: PayingWork, attempted: Attempted, input: PayOrderInput): Promise<OrderPayment> {
  const { result, paymentId, isRepeat, askAgainAt, fault, gateway } = attempted;
  if (fault !== null && !isRepeat && ctx.config.SANDBOX) ctx.breakAnswer(fault);
  if (ctx.gateway.kind === "instant" && askAgainAt !== null) askAt(ctx, paymentId, askAgainAt);
  const started = valueOf(result);
  // An attempt that was made before a change of gateway must not be charged a second time, at the new one.
  const isHere = ctx.gateway.kind === "remote" && (gateway === undefined || gateway === ctx.gateway.name);
  const isUnheard = started.payment.status === "PROCESSING" && !(isRepeat && isHeard(started.payment, ctx.now));
  return isUnheard && ctx.gateway.kind === "remote" && isHere ? charge(ctx, ctx.gateway, started, input) : started;
}

/** For how long a request that comes again counts as a retry of a lost answer, in milliseconds. */
const retriedWithinMs = 60 * 60_000;

/**
 * Whether the gateway must not be told of an attempt again. It has answered already, or the attempt is so old that the
 * gateway may have forgotten its idempotency key, and would charge the customer a second time.
 */
const isHeard = ({ nextAction, createdAt }: Payment, now: string): boolean =>
  nextAction !== null || later(createdAt, retriedWithinMs) <= now;

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
      till: tillForGateway(ctx.till),
      customer: { id: order.userId, ...order.customer },
      returnUrl: returnTo(order, paymentId, ctx) ?? `${ctx.baseUrl}${pageOf(order)}`,
      amount,
      currency: order.currency,
      source,
      now: ctx.now,
    });
    return await take(ctx, started, answer);
  } catch (error) {
    // The answer is known, and it is that the attempt has failed.
    if (error instanceof RefusalError) throw error;
    log.error("An attempt could not be finished; the gateway will be asked again.", { paymentId: payment.id, error });
    return started;
  }
}

/**
 * Records a remote gateway's answer to an attempt, and returns the order as the caller then sees it. An event of the
 * gateway may have come first, so the answer is what became of the attempt and not what this call says.
 */
async function take(ctx: ActingWork, started: OrderPayment, answer: RemoteAnswer): Promise<OrderPayment> {
  const { orderId, id: paymentId } = started.payment;
  if (answer.status === "PROCESSING") {
    const askAgainAt = nextAskAt(answer.askAgainAt, ctx.clock().toISOString());
    const kept = { orderId, paymentId, answer: { ...answer, askAgainAt } };
    return attemptIn(valueOf(await keepProcessing(ctx.db, kept, ctx)), paymentId);
  }
  const { ended } = await endAttempt(ctx, { id: orderId, paymentId, answer, attempts: 1 });
  if (ended === null) return attemptIn(valueOf(await getOrder(ctx.db, orderId, ctx)), paymentId);
  const order = { ...ended.order, actions: availableActions(ended.order, ctx.actor, ctx.now) };
  return attemptIn(order, paymentId);
}

/** An attempt of an order. @throws RefusalError if it was declined. */
const attemptIn = (order: Order, paymentId: string): OrderPayment =>
  valueOf(paymentOf({ order, payment: order.payments.find(({ id }) => id === paymentId) }));

/** Finishes 3-D Secure on Till's own page: the customer has confirmed the payment with their bank, or rejected it. */
export async function confirmPayment(
  ctx: ActingWork,
  { id, paymentId, outcome }: ConfirmPaymentInput,
): Promise<OrderPayment> {
  const { gateway } = ctx;
  if (gateway.kind !== "instant") {
    // The customer confirms with the gateway itself, and only the gateway knows that they did.
    const order = valueOf(await getOrder(ctx.db, id, ctx));
    const waits = order.payments.some((payment) => payment.id === paymentId && payment.nextAction !== null);
    throw new RefusalError(refuse[waits ? "confirmedAtBank" : "paymentNotOpen"](order, paymentId, order.actions));
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
