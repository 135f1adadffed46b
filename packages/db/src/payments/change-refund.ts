import type { DropRefundInput, RefundStatus, RetryRefundInput } from "@till/contracts";
import { availableActions, leftToRefund, ok, refuse } from "@till/domain";
import { type Placeholder, type SQL, eq, sql } from "drizzle-orm";
import type { CommandContext } from "../commands/command.ts";
import { event } from "../commands/gate.ts";
import { orderCommand } from "../commands/order-command.ts";
import type { OrderRow } from "../orders/order-view.ts";
import { orders, payments, refunds } from "../schema/schema.ts";
import { build } from "../statements/statement.ts";
import { hasGateway, joinMark, refundMarksOf } from "./insert-refund.ts";
import { left, refundOf, whenRefunded } from "./refund-order.ts";

/** The refund that a command is about. */
type OfRefund = Pick<RetryRefundInput, "id" | "refundId">;

/** Money that came late goes back from a payment that failed. The order never had it, so its figures stay as they are. */
const isLate = sql`${payments.status} <> 'SUCCEEDED'`;

/** The same of an event: only one about late money names its payment. */
const isOwn = sql`${event.paymentId} IS NULL`;

/** What every event about a refund that exists says, if the refund has this status. */
const eventOf = (refundId: Placeholder, from: RefundStatus) => ({
  paymentId: sql`iif(${isLate}, ${payments.id}, NULL)`,
  refundId,
  amount: sql`${refunds.amount}`,
  join: sql`JOIN ${refunds} ON ${refunds.id} = ${refundId} AND ${eq(refunds.orderId, orders.id)}
    JOIN ${payments} ON ${eq(payments.id, refunds.paymentId)}`,
  provided: sql`${refunds.status} = ${sql.raw(`'${from}'`)}`,
});

const changeRefund = (events: SQL, change: Partial<Record<keyof typeof refunds.$inferInsert, SQL | null>>) =>
  build
    .update(refunds)
    .set(change as object)
    .from(events)
    .where(eq(refunds.id, event.refundId));

/** It waits for no call any more. */
const noMoreCalls = { nextAttemptAt: null, takenBy: null };

const holdBack = sql`${orders.pendingRefundAmount} + iif(${isOwn}, ${event.amount}, 0)`;
const letGo = sql`${orders.pendingRefundAmount} - iif(${isOwn}, ${event.amount}, 0)`;

/**
 * The gateway has taken a refund: the money has gone back. Only now does the order count it, and only now is its customer
 * told.
 */
export const completeRefund = orderCommand("completeRefund", {
  values: ({ refundId }: OfRefund) => ok({ refundId }),
  types: ["order.refunded", "payment.returned"],
  event: (given) => ({
    ...eventOf(given.refundId, "PENDING"),
    type: sql`iif(${isLate}, 'payment.returned', 'order.refunded')`,
    reason: sql`${refunds.reason}`,
  }),
  effects: (events) => [
    changeRefund(events, {
      ...noMoreCalls,
      status: sql`'SUCCEEDED'`,
      settledAt: sql`${event.at}`,
      lastError: null,
    }),
  ],
  change: { ...whenRefunded(isOwn), pendingRefundAmount: letGo },
  answer: refundOf,
  whyNot: whyNotPending,
});

/** A refund that the gateway does not take. */
type FailedRefund = OfRefund & {
  readonly reason: string;
  /** Whether the gateway has refused it for good. Otherwise nobody knows what became of it. */
  readonly isRefused: boolean;
};

/** The gateway does not take a refund. What it held back is free again, and staff decide what happens. */
export const failRefund = orderCommand("failRefund", {
  values: ({ refundId, reason, isRefused }: FailedRefund) => ok({ refundId, failureReason: reason, isRefused }),
  event: (given) => ({
    ...eventOf(given.refundId, "PENDING"),
    type: "refund.failed",
    reason: given.failureReason,
    data: sql`json_object('isRefused', json(iif(${given.isRefused}, 'true', 'false')))`,
  }),
  effects: (events) => [
    changeRefund(events, {
      ...noMoreCalls,
      status: sql`'FAILED'`,
      failureReason: sql`${event.reason}`,
      refusals: sql`${refunds.refusals} + (${event.data} ->> 'isRefused')`,
      lastError: sql`${event.reason}`,
    }),
  ],
  change: { pendingRefundAmount: letGo },
  answer: refundOf,
  whyNot: whyNotPending,
});

/** Tells the gateway again of a refund that it did not take, if that is still left to refund. */
export const retryRefund = orderCommand("retryRefund", {
  values: ({ refundId }: RetryRefundInput, context) => ok({ refundId, refundMarks: refundMarksOf(context) }),
  event: (given) => {
    const { provided, join, ...said } = eventOf(given.refundId, "FAILED");
    return {
      ...said,
      join: sql`${join} ${joinMark(given.refundMarks)}`,
      type: "refund.retried",
      provided: sql`${provided} AND (${isLate} OR ${refunds.amount} <= ${left})
        AND ${hasGateway}`,
    };
  },
  effects: (events) => [
    changeRefund(events, {
      status: sql`'PENDING'`,
      failureReason: null,
      attempts: sql`0`,
      nextAttemptAt: sql`${event.at}`,
      lastError: null,
    }),
  ],
  change: { pendingRefundAmount: holdBack },
  answer: refundOf,
  whyNot(order, input, context) {
    const refusal = whyNotFailed(order, input, context);
    // What has failed and is not too much has no gateway.
    return refusal?.code === "REFUND_NOT_FAILED" && refusal.details.refundStatus === "FAILED"
      ? refuse.gatewayGone(order, refusal.actions)
      : refusal;
  },
});

/** Gives up a refund that the gateway did not take. */
export const dropRefund = orderCommand("dropRefund", {
  values: ({ refundId, reason }: DropRefundInput) => ok({ refundId, reason: reason ?? null }),
  event: (given) => ({ ...eventOf(given.refundId, "FAILED"), type: "refund.dropped", reason: given.reason }),
  effects: (events) => [changeRefund(events, { status: sql`'DROPPED'` })],
  change: {},
  answer: refundOf,
  whyNot: whyNotFailed,
});

/** Why a refund can't be tried again or dropped. */
function whyNotFailed(order: OrderRow, { refundId }: OfRefund, { actor, now }: CommandContext) {
  if (actor.role === "customer") return null;
  const actions = availableActions(order, actor, now);
  const refund = order.refunds.find(({ id }) => id === refundId);
  const isTooMuch = refund?.status === "FAILED" && refund.amount > leftToRefund(order);
  return isTooMuch
    ? refuse.refundExceedsBalance(order, actions)
    : refuse.refundNotFailed(order, refundId, refund, actions);
}

/** An answer of the gateway to a refund that has ended. */
function whyNotPending(order: OrderRow, { refundId }: OfRefund, { actor }: CommandContext) {
  if (actor.role !== "system") return null;
  return refuse.refundNotFailed(
    order,
    refundId,
    order.refunds.find(({ id }) => id === refundId),
    [],
  );
}
