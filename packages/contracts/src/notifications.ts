import * as z from "zod";
import { channelSchema } from "./channels.ts";
import { limits } from "./limits.ts";
import { pageInput, pageSchema } from "./paging.ts";
import { numericIdSchema, timestampSchema } from "./primitives.ts";
import { plainTextSchema } from "./text.ts";

/** Where a message is: still to be sent, sent, or given up after its last attempt. */
export const notificationStatuses = ["PENDING", "SENT", "FAILED"] as const;
export const notificationStatusSchema = z.enum(notificationStatuses).meta({
  id: "NotificationStatus",
  description: "Not sent yet, sent, or failed after the last attempt.",
});
export type NotificationStatus = z.output<typeof notificationStatusSchema>;

/** A message to a customer about an order. Its text is known once it was sent. */
export const notificationSchema = z
  .object({
    id: numericIdSchema,
    orderId: numericIdSchema,
    channel: channelSchema,
    recipient: z.string().describe("An email address or a phone number."),
    subject: z.string().nullable().describe("The subject of an email, once it was sent."),
    text: z.string().nullable().describe("Its text, once it was sent."),
    status: notificationStatusSchema,
    attempts: z.int().nonnegative().describe("How many times Till tried to send it."),
    lastError: z.string().nullable().describe("Why the last attempt failed, if it did."),
    createdAt: timestampSchema,
    sentAt: timestampSchema.nullable(),
    provider: z
      .string()
      .nullable()
      .describe("Who took it to deliver it. Null before it is sent, and where only the inbox of a sandbox has it."),
    providerId: z.string().nullable().describe("The provider's own id of it, to find it there."),
  })
  .meta({ id: "Notification", description: "A message to a customer about an order." });
export type Notification = z.output<typeof notificationSchema>;

/** A message with its rendered view: the HTML of an email, null for an SMS, and before it is sent. */
export const renderedNotificationSchema = notificationSchema
  .extend({ html: z.string().nullable().describe("The HTML of an email; null for an SMS, and before it is sent.") })
  .meta({ id: "RenderedNotification", description: "A message with its rendered view." });
export type RenderedNotification = z.output<typeof renderedNotificationSchema>;

export const getNotificationInput = z.strictObject({ id: numericIdSchema.describe("The id of the message.") });
export type GetNotificationInput = z.output<typeof getNotificationInput>;

const failNextRule = `must be a whole number from 0 to ${limits.failNext}`;
const failPercentRule = "must be a whole number from 0 to 100";

/** The faults of one channel in a sandbox: the next `failNext` sends fail, and of the others a share by chance. */
export const channelFaultsSchema = z
  .strictObject({
    channel: channelSchema,
    failNext: z
      .int(failNextRule)
      .min(0, failNextRule)
      .max(limits.failNext, failNextRule)
      .default(0)
      .describe("How many of the next sends fail."),
    failPercent: z
      .int(failPercentRule)
      .min(0, failPercentRule)
      .max(100, failPercentRule)
      .default(0)
      .describe("The share of the others that fails by chance, in percent."),
  })
  .meta({ id: "ChannelFaults", description: "The faults of one channel of messages in a sandbox." });
export type ChannelFaults = z.output<typeof channelFaultsSchema>;

export const listNotificationsInput = z.strictObject({
  channel: channelSchema.optional().describe("Only messages of this channel."),
  status: notificationStatusSchema
    .optional()
    .describe("Only messages with this status: `FAILED` is what Till gave up."),
  orderId: numericIdSchema.optional().describe("Only messages about this order."),
  search: plainTextSchema(limits.searchLength)
    .optional()
    .describe("Words, or beginnings of words, that recipient, subject and text must have."),
  ...pageInput,
});
export type ListNotificationsInput = z.output<typeof listNotificationsInput>;

export const notificationPageSchema = pageSchema(notificationSchema).meta({
  id: "NotificationPage",
  description: "Messages, newest first.",
});
