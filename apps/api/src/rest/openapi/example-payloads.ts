import type { Order, WebhookEventType, WebhookPayload } from "@till/contracts";
import { renderWebhook } from "@till/domain";
import {
  cancelledOrder,
  failedPayment,
  failedRefund,
  lateRefund,
  paidOrder,
  payment,
  placedOrder,
  refund,
  refundedOrder,
  waitingPayment,
} from "./example-story.ts";

/** The webhook of an event, written by the real code. */
function payloadOf(type: WebhookEventType, order: Order, about: { paymentId?: string; refundId?: string } = {}) {
  const event = { type, at: order.updatedAt, paymentId: about.paymentId ?? null, refundId: about.refundId ?? null };
  return JSON.parse(renderWebhook(event, order)) as WebhookPayload;
}

/** A webhook of each event type. */
export const examplePayloads: Readonly<Record<WebhookEventType, WebhookPayload>> = {
  "order.created": payloadOf("order.created", placedOrder),
  "order.paid": payloadOf("order.paid", paidOrder, { paymentId: payment.id }),
  "order.cancelled": payloadOf("order.cancelled", cancelledOrder),
  "order.refunded": payloadOf("order.refunded", refundedOrder, { refundId: refund.id }),
  "payment.failed": payloadOf(
    "payment.failed",
    { ...placedOrder, payments: [failedPayment] },
    { paymentId: failedPayment.id },
  ),
  "payment.action_required": payloadOf(
    "payment.action_required",
    { ...placedOrder, payments: [waitingPayment] },
    { paymentId: waitingPayment.id },
  ),
  "payment.returned": payloadOf(
    "payment.returned",
    { ...cancelledOrder, payments: [failedPayment], refunds: [lateRefund] },
    { paymentId: failedPayment.id, refundId: lateRefund.id },
  ),
  "refund.failed": payloadOf(
    "refund.failed",
    { ...paidOrder, updatedAt: refundedOrder.updatedAt, refunds: [failedRefund] },
    { refundId: failedRefund.id },
  ),
};
