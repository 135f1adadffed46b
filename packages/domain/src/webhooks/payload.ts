import type { Order, Payment, Refund, WebhookEventType } from "@till/contracts";

/** What a webhook tells: the event, and the order with the attempt or the refund that it is about. */
export interface WebhookPayload {
  readonly type: WebhookEventType;
  /** When it happened. */
  readonly timestamp: string;
  readonly data: {
    /**
     * As it was when the webhook was first sent. What may be done next depends on who asks, so it is left out, and so
     * is how to reach the customer: payloads are kept, and who needs it can ask for the order.
     */
    readonly order: Omit<Order, "actions" | "customer">;
    readonly payment: Payment | null;
    readonly refund: Refund | null;
  };
}

/** The event that a webhook tells of. */
export interface WebhookEvent {
  readonly type: WebhookEventType;
  readonly at: string;
  readonly paymentId: string | null;
  readonly refundId: string | null;
}

/** Writes the body of a webhook. It is written once and kept: each retry sends the same bytes. */
export function renderWebhook({ type, at, paymentId, refundId }: WebhookEvent, order: Order): string {
  const { actions: _actions, customer: _customer, ...shown } = order;
  const payload: WebhookPayload = {
    type,
    timestamp: at,
    data: {
      order: shown,
      payment: order.payments.find(({ id }) => id === paymentId) ?? null,
      refund: order.refunds.find(({ id }) => id === refundId) ?? null,
    },
  };
  return JSON.stringify(payload);
}
