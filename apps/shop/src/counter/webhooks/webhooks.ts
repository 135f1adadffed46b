import { type WebhookEventType, webhookEventTypes } from "@till/contracts";
import { refreshLists } from "../../layout/list-query.ts";
import { queryClient, trpc } from "../../till.ts";
import { deliveriesPath } from "./deliveries.ts";

export const endpointsQuery = () => trpc.webhooks.endpoints.list.queryOptions();

/** Reloads the endpoints and their deliveries. */
export function refreshWebhooks(): void {
  void queryClient.invalidateQueries(trpc.webhooks.endpoints.pathFilter());
  refreshLists(deliveriesPath);
}

const eventNames: Record<WebhookEventType, string> = {
  "order.created": "Order placed",
  "order.paid": "Order paid",
  "order.cancelled": "Order cancelled or expired",
  "order.refunded": "Order refunded",
  "payment.failed": "Payment declined",
  "payment.action_required": "Payment needs confirmation",
  "payment.returned": "Late payment returned",
  "refund.failed": "Refund failed",
};

/** The event types with their meaning, in the order of the contract. */
export const eventChoices = webhookEventTypes.map((value) => ({ value, meaning: eventNames[value] }));
