import { meSchema } from "@till/contracts";
import { procedure, router } from "../trpc.ts";

export const authRouter = router({
  me: procedure({
    policy: "public",
    route: "GET /v1/me",
    summary: "Who you are",
    description: "The person that the token names; `null` without a token.",
  })
    .output(meSchema)
    .query(({ ctx }) => (ctx.caller.user ? { user: ctx.caller.user } : null)),
});
