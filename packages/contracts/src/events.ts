import * as z from "zod";
import { channelSchema } from "./channels.ts";
import { paymentSchema } from "./payments.ts";
import { actorRoles } from "./people.ts";
import { amountSchema } from "./money.ts";
import { eventTypes } from "./event-types.ts";
import { numericIdSchema, timestampSchema } from "./primitives.ts";

export const eventTypeSchema = z.enum(eventTypes);

/** Something that happened to an order. `text` is a sentence for people. Only staff see messages that failed. */
export const orderEventSchema = z
  .object({
    type: z.enum([...eventTypes, "message.sent", "message.failed"]),
    orderId: numericIdSchema,
    at: timestampSchema,
    actor: z.object({ role: z.enum(actorRoles), id: z.string() }).describe("Who did it; Till itself is `system`."),
    text: z.string().describe("What happened, as a sentence for people."),
    payment: paymentSchema.nullable().describe("The attempt to pay, if the event is about one."),
    amount: amountSchema.nullable().describe("The amount, if the event is a refund."),
    reason: z.string().nullable().describe("The reason, if one was given."),
    message: z
      .object({ channel: channelSchema, recipient: z.string() })
      .nullable()
      .describe("The message, if the event is about one."),
  })
  .meta({ id: "OrderEvent", description: "Something that happened to an order." });
export type OrderEvent = z.output<typeof orderEventSchema>;

export const timelineSchema = z.array(orderEventSchema);
