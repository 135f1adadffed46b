import { channelFaultsSchema, demoUsersSchema, resetSchema, sessionSchema, signInInput } from "@till/contracts";
import { findDemoUser, listDemoUsers, resetToDemoData, setChannelFaults } from "@till/db";
import { refuse } from "@till/domain";
import * as z from "zod";
import { sessionSecret, startSession } from "../auth/session.ts";
import { RefusalError } from "../refusal-error.ts";
import { procedure, router } from "../trpc.ts";

export const sandboxRouter = router({
  users: procedure({ policy: "sandbox" })
    .output(demoUsersSchema)
    .query(async ({ ctx }) => ({ users: await listDemoUsers(ctx.db) })),

  signIn: procedure({ policy: "sandbox" })
    .input(signInInput)
    .output(sessionSchema)
    .mutation(async ({ ctx, input }) => {
      const user = await findDemoUser(ctx.db, input.userId);
      if (!user) throw new RefusalError(refuse.userNotFound(input.userId));
      return startSession(user, sessionSecret(ctx.config), new Date(ctx.now));
    }),

  /** Chaos for a channel of messages: its next sends fail, or a share of them, until it is told otherwise. */
  failMessages: procedure({ policy: "sandbox" })
    .input(channelFaultsSchema)
    .output(z.array(channelFaultsSchema))
    .mutation(({ ctx, input }) => setChannelFaults(ctx.db, input)),

  /** Back to the demo data: every order goes, and all that came of it. */
  reset: procedure({ policy: "sandbox" })
    .output(resetSchema)
    .mutation(({ ctx }) => resetToDemoData(ctx.db)),
});
