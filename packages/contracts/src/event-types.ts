/** What can happen to an order, and whether webhooks are sent for it. */
const events = {
  "order.created": { hasWebhook: true },
  "order.paid": { hasWebhook: true },
  "order.cancelled": { hasWebhook: true },
  "order.refunded": { hasWebhook: true },
  "payment.failed": { hasWebhook: true },
  "payment.action_required": { hasWebhook: true },
  "payment.processing": { hasWebhook: false },
  "payment.returned": { hasWebhook: true },
  "refund.requested": { hasWebhook: false },
  "refund.failed": { hasWebhook: true },
  "refund.retried": { hasWebhook: false },
  "refund.dropped": { hasWebhook: false },
} as const;

export type EventType = keyof typeof events;
export const eventTypes = Object.keys(events) as [EventType, ...EventType[]];

/** An event that webhooks are sent for. */
export type WebhookEventType = {
  [Type in EventType]: (typeof events)[Type]["hasWebhook"] extends true ? Type : never;
}[EventType];
export const webhookEventTypes = eventTypes.filter((type): type is WebhookEventType => events[type].hasWebhook) as [
  WebhookEventType,
  ...WebhookEventType[],
];
