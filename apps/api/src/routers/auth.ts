import { type User, meSchema } from "@till/contracts";
import { KeyRejected, findApiKey, findCustomer } from "@till/db";
import { noteRejectedKey } from "../auth/challenge.ts";
import type { Context } from "../work/context.ts";
import { isCausedBy } from "../refusals/is-caused-by.ts";
import { procedure, router } from "../trpc.ts";

export const authRouter = router({
  /** The caller, by the token or the key; null for a visitor. A header then gives the reason (see `challenge.ts`). */
  me: procedure({
    policy: "public",
    route: "GET /v1/me",
    summary: "Who you are",
    description:
      "The person that the token names, the program that the key is for, or the guest of the link; `null` without one. If a token was sent and is not accepted, the header `WWW-Authenticate` says why.",
  })
    .output(meSchema)
    .query(async ({ ctx }) => {
      const user = await knownUser(ctx);
      return user && { user };
    }),
});

async function knownUser(ctx: Context): Promise<User | null> {
  const caller = await ctx.caller();
  if (caller.kind === "nobody") return null;
  if (caller.kind === "person") return caller.user;
  try {
    if (caller.kind === "guest") return (await findCustomer(ctx.callersDb, caller.user.id)) ?? null;
    const key = await findApiKey(ctx.callersDb, caller.user.id);
    return key ? { ...caller.user, name: key.name } : null;
  } catch (error) {
    if (!isCausedBy(error, KeyRejected)) throw error;
    noteRejectedKey(caller);
    return null;
  }
}
