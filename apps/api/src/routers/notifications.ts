import {
  getNotificationInput,
  listNotificationsInput,
  notificationPageSchema,
  renderedNotificationSchema,
} from "@till/contracts";
import { getNotification, listNotifications } from "@till/db";
import { valueOf } from "../refusals/refusal-error.ts";
import { procedure, router } from "../trpc.ts";

export const notificationsRouter = router({
  list: procedure({
    policy: "messages",
    route: "GET /v1/notifications",
    summary: "List messages",
    description:
      "What was, or is to be, sent to customers by email and SMS: the outbox of staff, and in a sandbox the inbox of a customer.",
  })
    .input(listNotificationsInput)
    .output(notificationPageSchema)
    .query(({ ctx, input }) => listNotifications(ctx.db, input, ctx.actor)),

  get: procedure({
    policy: "messages",
    route: "GET /v1/notifications/{id}",
    summary: "Get a message",
    description: "One message with its rendered view.",
    refusals: ["NOTIFICATION_NOT_FOUND"],
  })
    .input(getNotificationInput)
    .output(renderedNotificationSchema)
    .query(async ({ ctx, input }) => valueOf(await getNotification(ctx.db, input.id, ctx.actor))),
});
