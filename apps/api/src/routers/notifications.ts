import {
  getNotificationInput,
  listNotificationsInput,
  notificationPageSchema,
  renderedNotificationSchema,
} from "@till/contracts";
import { getNotification, listNotifications } from "@till/db";
import { valueOf } from "../refusal-error.ts";
import { procedure, router } from "../trpc.ts";

export const notificationsRouter = router({
  list: procedure({ policy: "inbox" })
    .input(listNotificationsInput)
    .output(notificationPageSchema)
    .query(({ ctx, input }) => listNotifications(ctx.db, input, ctx.actor)),

  /** One message with its rendered view. */
  get: procedure({ policy: "inbox" })
    .input(getNotificationInput)
    .output(renderedNotificationSchema)
    .query(async ({ ctx, input }) => valueOf(await getNotification(ctx.db, input.id, ctx.actor))),
});
