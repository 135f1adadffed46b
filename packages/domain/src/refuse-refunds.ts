import type { Action, Refund } from "@till/contracts";
import { formatMoney } from "./money.ts";
import { refusal } from "./refusal.ts";
import { type OrderState, leftToRefund } from "./transitions.ts";
import { whyNotFailed, whyNotRefundable, whyPending } from "./why-refused.ts";

/** The sentences of refusals about refunds. */
export const refuseRefunds = {
  orderNotRefundable: (order: OrderState, actions: Action[]) =>
    refusal(
      "ORDER_NOT_REFUNDABLE",
      `Order #${order.id} ${whyNotRefundable[order.status]}`,
      { orderId: order.id, status: order.status },
      actions,
    ),

  refundExceedsBalance: (order: OrderState, actions: Action[]) => {
    const { id, pendingRefundAmount, currency } = order;
    const left = leftToRefund(order);
    const pending = pendingRefundAmount === 0 ? "" : ` ${whyPending(pendingRefundAmount, currency)}`;
    return refusal(
      "REFUND_EXCEEDS_BALANCE",
      left === 0
        ? `Order #${id} has nothing left to refund.${pending}`
        : `Order #${id} has ${formatMoney(left, currency)} left to refund.${pending}`,
      { orderId: id, left, currency },
      actions,
    );
  },

  /** `refund` is undefined if the order has none of that id. */
  refundNotFailed: (
    { id }: Pick<OrderState, "id">,
    refundId: string,
    refund: Pick<Refund, "status"> | undefined,
    actions: Action[],
  ) =>
    refusal(
      "REFUND_NOT_FAILED",
      refund
        ? `Refund ${refundId} of order #${id} ${whyNotFailed[refund.status]}`
        : `Order #${id} has no refund ${refundId}.`,
      { orderId: id, refundId, refundStatus: refund?.status ?? null },
      actions,
    ),

  gatewayGone: ({ id }: Pick<OrderState, "id">, actions: Action[]) =>
    refusal(
      "GATEWAY_GONE",
      `Order #${id} was paid through a payment gateway that is not configured here any more. Refund it at that gateway, or configure it again.`,
      { orderId: id },
      actions,
    ),
};
