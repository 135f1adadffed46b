import * as z from "zod";
import { webhookEventTypes } from "./event-types.ts";
import { limits } from "./limits.ts";
import { pageInput, pageSchema } from "./paging.ts";
import { instantSchema, numericIdSchema, textIdSchema, timestampSchema } from "./primitives.ts";
import { plainTextSchema } from "./text.ts";
import { webAddressSchema } from "./web-address.ts";
import { webhookDeliveryStatusSchema } from "./webhook-delivery-status.ts";
import { webhookDisabledReasonSchema } from "./webhook-problems.ts";

export const webhookEventTypeSchema = z
  .enum(webhookEventTypes)
  .meta({ id: "WebhookEventType", description: "An event that webhooks are sent for." });

export const webhookEndpointStatuses = ["ENABLED", "DISABLED"] as const;
export type WebhookEndpointStatus = (typeof webhookEndpointStatuses)[number];

/** The ports that webhooks may be sent to: the one of https, and the one that stands in for it. */
export const webhookPorts = [443, 8443] as const;

const endpointIdSchema = textIdSchema.describe("The id of an endpoint, `whe_…`.");
const deliveryIdSchema = textIdSchema.describe("The id of a delivery, `msg_…`: the `webhook-id` header.");

const urlRule = "must be an http or https address without a user name and a password";

const urlSchema = webAddressSchema(/^https?$/, limits.webhookUrlLength, urlRule).describe(
  `Where webhooks are sent: https, nothing private, and port ${webhookPorts.join(" or ")}. A sandbox may allow http, private addresses and any port.`,
);

const eventTypesSchema = z
  .array(webhookEventTypeSchema)
  .min(1)
  .max(webhookEventTypes.length)
  .refine((types) => new Set(types).size === types.length, "must name each event type once");

const descriptionSchema = plainTextSchema(limits.webhookDescriptionLength).min(1);

/** An address that receives webhooks. Its secret is shown once, when it is made. */
export const webhookEndpointSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    eventTypes: z.array(webhookEventTypeSchema),
    description: z.string().nullable(),
    status: z.enum(webhookEndpointStatuses),
    disabledReason: webhookDisabledReasonSchema.nullable(),
    createdAt: timestampSchema,
    updatedAt: timestampSchema,
  })
  .meta({ id: "WebhookEndpoint", description: "An address that receives webhooks." });
export type WebhookEndpoint = z.output<typeof webhookEndpointSchema>;

export const createWebhookEndpointInput = z.strictObject({
  url: urlSchema,
  eventTypes: eventTypesSchema,
  description: descriptionSchema.optional(),
});
export type CreateWebhookEndpointInput = z.output<typeof createWebhookEndpointInput>;

/** A new endpoint, with the secret that its webhooks are signed with. It is never shown again. */
export const createdWebhookEndpointSchema = webhookEndpointSchema
  .extend({ secret: z.string().describe("The secret that signs its webhooks (`whsec_…`). It is never shown again.") })
  .meta({ id: "CreatedWebhookEndpoint", description: "A new endpoint, with its secret." });
export type CreatedWebhookEndpoint = z.output<typeof createdWebhookEndpointSchema>;

export const updateWebhookEndpointInput = z.strictObject({
  id: endpointIdSchema,
  url: urlSchema.optional(),
  eventTypes: eventTypesSchema.optional(),
  description: descriptionSchema.nullable().optional(),
  enabled: z.boolean().optional(),
  rotateSecret: z
    .boolean()
    .optional()
    .describe("Makes a new secret. For 24 hours webhooks are signed with the old one too."),
});
export type UpdateWebhookEndpointInput = z.output<typeof updateWebhookEndpointInput>;

/** A changed endpoint, with its new secret if it was rotated. */
export const updatedWebhookEndpointSchema = webhookEndpointSchema
  .extend({
    secret: z.string().nullable().describe("The new secret, if it was rotated; null if not."),
  })
  .meta({ id: "UpdatedWebhookEndpoint", description: "A changed endpoint, with its new secret if it was rotated." });
export type UpdatedWebhookEndpoint = z.output<typeof updatedWebhookEndpointSchema>;

export const getWebhookEndpointInput = z.strictObject({ id: endpointIdSchema });

export const deleteWebhookEndpointInput = z.strictObject({ id: endpointIdSchema });
export const deletedWebhookEndpointSchema = z.object({ id: z.string() });

export const webhookEndpointsSchema = z.object({ items: z.array(webhookEndpointSchema) });

/** One request to an endpoint, and its result. */
export const webhookAttemptSchema = z
  .object({
    at: timestampSchema,
    durationMs: z.int().nonnegative(),
    responseStatus: z.int().nullable().describe("The HTTP status; null if there was no answer."),
    responseBody: z.string().nullable().describe(`The answer, its first ${limits.webhookResponseBytes} bytes.`),
    error: z.string().nullable().describe("The fault, if the status does not say it."),
    scripted: z
      .string()
      .nullable()
      .describe("What was done on purpose in a sandbox: the act of a script, or `release`. Null otherwise."),
  })
  .meta({ id: "WebhookAttempt", description: "One request to an endpoint, and its result." });
export type WebhookAttempt = z.output<typeof webhookAttemptSchema>;

/** The webhook of one event to one endpoint. */
export const webhookDeliverySchema = z
  .object({
    id: z.string().describe("The `webhook-id` header, the same in each attempt, so that a receiver can drop repeats."),
    endpointId: z.string(),
    orderId: numericIdSchema,
    eventType: webhookEventTypeSchema,
    status: webhookDeliveryStatusSchema,
    attempts: z.array(webhookAttemptSchema).describe(`Oldest first, the last ${limits.webhookAttemptsShown}.`),
    payload: z
      .string()
      .nullable()
      .describe("The body, byte for byte; null before the first attempt, and if it was too large to be sent."),
    nextAttemptAt: timestampSchema.nullable(),
    createdAt: timestampSchema,
  })
  .meta({ id: "WebhookDelivery", description: "The webhook of one event to one endpoint." });
export type WebhookDelivery = z.output<typeof webhookDeliverySchema>;

export const listWebhookDeliveriesInput = z.strictObject({
  endpointId: endpointIdSchema.optional(),
  orderId: numericIdSchema.optional().describe("Only deliveries about this order."),
  status: webhookDeliveryStatusSchema.optional().describe("Only deliveries in this state."),
  ...pageInput,
});
export type ListWebhookDeliveriesInput = z.output<typeof listWebhookDeliveriesInput>;

export const webhookDeliveryPageSchema = pageSchema(webhookDeliverySchema).meta({
  id: "WebhookDeliveryPage",
  description: "Deliveries, newest first.",
});

/** Which deliveries to send again: one, or all of an endpoint since a time, those that succeeded included. */
export const replayWebhookDeliveriesInput = z.union(
  [z.strictObject({ id: deliveryIdSchema }), z.strictObject({ endpointId: endpointIdSchema, since: instantSchema })],
  "must be {id} or {endpointId, since}, with a time such as 2026-03-01T12:00:00Z",
);
export type ReplayWebhookDeliveriesInput = z.output<typeof replayWebhookDeliveriesInput>;

export const replayedWebhookDeliveriesSchema = z.object({
  replayed: z.int().nonnegative().describe("How many deliveries are due again."),
  nextSince: timestampSchema
    .nullable()
    .describe(`Where to continue, if there were more than ${limits.webhookReplay}; null if that was all.`),
});
export type ReplayedWebhookDeliveries = z.output<typeof replayedWebhookDeliveriesSchema>;
