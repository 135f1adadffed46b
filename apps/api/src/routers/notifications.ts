import { listNotificationsInput, notificationPageSchema } from "@till/contracts";
import { listNotifications } from "@till/db";
import { procedure, router } from "../trpc.ts";

export const notificationsRouter = router({
  list: procedure.signedIn
    .input(listNotificationsInput)
    .output(notificationPageSchema)
    .query(({ ctx, input }) => listNotifications(ctx.db, input, ctx.actor)),
});
