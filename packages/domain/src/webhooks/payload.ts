import { type Order, type WebhookEventType, type WebhookPayload, limits } from "@till/contracts";

/** The event that a webhook tells of. */
export interface WebhookEvent {
  readonly type: WebhookEventType;
  readonly at: string;
  readonly paymentId: string | null;
  readonly refundId: string | null;
}

/** The latest attempts or refunds of an order: an order may have many, and each event tells of the order again. */
const latest = <Row>(rows: readonly Row[]): Row[] => rows.slice(-limits.webhookHistory);

/** Writes the body of a webhook. It is written once and kept: each retry sends the same bytes. */
export function renderWebhook({ type, at, paymentId, refundId }: WebhookEvent, order: Order): string {
  const { actions: _actions, customer: _customer, contact: _contact, ...shown } = order;
  const payload: WebhookPayload = {
    type,
    timestamp: at,
    data: {
      order: { ...shown, payments: latest(order.payments), refunds: latest(order.refunds) },
      payment: order.payments.find(({ id }) => id === paymentId) ?? null,
      refund: order.refunds.find(({ id }) => id === refundId) ?? null,
    },
  };
  return JSON.stringify(payload);
}
