import * as z from "zod";

/** What can happen to an order. The same names go to webhooks. */
export const eventTypes = ["order.created", "order.paid", "order.cancelled", "payment.failed"] as const;
export const eventTypeSchema = z.enum(eventTypes);
export type EventType = z.output<typeof eventTypeSchema>;
