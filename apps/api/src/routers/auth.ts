import { meSchema } from "@till/contracts";
import { procedure, router } from "../trpc.ts";

export const authRouter = router({
  /** Who the caller is, as the token says; null for nobody. */
  me: procedure({ policy: "public" })
    .output(meSchema)
    .query(({ ctx }) => (ctx.caller.user ? { user: ctx.caller.user } : null)),
});
