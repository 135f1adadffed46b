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
  list: procedure.signedIn
    .input(listNotificationsInput)
    .output(notificationPageSchema)
    .query(({ ctx, input }) => listNotifications(ctx.db, input, ctx.actor)),

  /** One message with its rendered view. */
  get: procedure.signedIn
    .input(getNotificationInput)
    .output(renderedNotificationSchema)
    .query(async ({ ctx, input }) => valueOf(await getNotification(ctx.db, input.id, ctx.actor))),
});
