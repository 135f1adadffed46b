import { type WebhookEventType, webhookEventTypes } from "@till/contracts";
import { queryClient, trpc } from "../../till.ts";

export const endpointsQuery = () => trpc.webhooks.endpoints.list.queryOptions();

/** Asks again for the endpoints and for what was sent to them. */
export function refreshWebhooks(): void {
  void queryClient.invalidateQueries(trpc.webhooks.pathFilter());
}

const eventNames: Record<WebhookEventType, string> = {
  "order.created": "An order was placed",
  "order.paid": "It was paid",
  "order.cancelled": "It was cancelled, or not paid in time",
  "order.refunded": "Money was given back",
  "payment.failed": "A payment was declined",
  "payment.action_required": "A payment waits to be confirmed",
};

/** The event types with what they mean, in the order of the contract. */
export const eventChoices = webhookEventTypes.map((value) => ({ value, meaning: eventNames[value] }));
