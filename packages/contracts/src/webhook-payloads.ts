import * as z from "zod";
import { limits } from "./limits.ts";
import { orderSchema } from "./orders.ts";
import { paymentSchema, refundSchema } from "./payments.ts";
import { timestampSchema } from "./primitives.ts";
import { webhookEventTypeSchema } from "./webhooks.ts";

/** The body of a webhook: the event, and the order with the attempt or the refund that it is about. */
export const webhookPayloadSchema = z
  .object({
    type: webhookEventTypeSchema,
    timestamp: timestampSchema.describe("When it happened."),
    data: z.object({
      order: orderSchema
        .omit({ actions: true, customer: true, contact: true })
        .describe(
          `The order as it was when the webhook was first sent, with its latest ${limits.webhookHistory} attempts to pay and refunds. What may be done next depends on who asks, so it is left out, and so is how to reach the customer: payloads are kept, and who needs it can ask for the order.`,
        ),
      payment: paymentSchema.nullable().describe("The attempt to pay, if the event is about one."),
      refund: refundSchema.nullable().describe("The refund, if the event is about one."),
    }),
  })
  .meta({ id: "WebhookPayload", description: "The body of a webhook." });
export type WebhookPayload = z.output<typeof webhookPayloadSchema>;
