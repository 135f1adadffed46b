import * as z from "zod";

/** Till still tries a PENDING delivery. It tries a FAILED one again only if it is replayed. */
export const webhookDeliveryStatuses = ["PENDING", "SUCCEEDED", "FAILED"] as const;
export const webhookDeliveryStatusSchema = z.enum(webhookDeliveryStatuses).meta({
  id: "WebhookDeliveryStatus",
  description: "Till still tries a PENDING delivery. It tries a FAILED one again only if it is replayed.",
});
export type WebhookDeliveryStatus = z.output<typeof webhookDeliveryStatusSchema>;
