import {
  apiKeyPageSchema,
  apiKeySchema,
  createApiKeyInput,
  createdApiKeySchema,
  listApiKeysInput,
  revokeApiKeyInput,
} from "@till/contracts";
import { createApiKey, listApiKeys, revokeApiKey } from "@till/db";
import { newApiKey } from "../auth/api-key-text.ts";
import { valueOf } from "../refusal-error.ts";
import { procedure, router } from "../trpc.ts";

export const apiKeysRouter = router({
  create: procedure({ policy: "staffInPerson" })
    .input(createApiKeyInput)
    .output(createdApiKeySchema)
    .mutation(async ({ ctx, input }) => {
      const made = { ...newApiKey(input.role), createdBy: ctx.actor.id, now: ctx.now };
      return valueOf(await createApiKey(ctx.db, input, made));
    }),

  list: procedure({ policy: "staffInPerson" })
    .input(listApiKeysInput)
    .output(apiKeyPageSchema)
    .query(({ ctx, input }) => listApiKeys(ctx.db, input)),

  revoke: procedure({ policy: "staffInPerson" })
    .input(revokeApiKeyInput)
    .output(apiKeySchema)
    .mutation(async ({ ctx, input }) => valueOf(await revokeApiKey(ctx.db, input.id, ctx.now))),
});
