import {
  apiKeyPageSchema,
  apiKeySchema,
  createApiKeyInput,
  createdApiKeySchema,
  listApiKeysInput,
  revokeApiKeyInput,
} from "@till/contracts";
import { createApiKey, listApiKeys, newApiKey, revokeApiKey } from "@till/db";
import { valueOf } from "../refusals/refusal-error.ts";
import { procedure, router } from "../trpc.ts";

export const apiKeysRouter = router({
  create: procedure({
    policy: "staffInPerson",
    route: "POST /v1/api-keys",
    summary: "Make an API key",
    description: "Answers with the key. It is shown once.",
    refusals: ["API_KEY_LIMIT_REACHED"],
    created: "/v1/api-keys/{id}",
  })
    .input(createApiKeyInput)
    .output(createdApiKeySchema)
    .mutation(async ({ ctx, input }) => {
      const made = { ...newApiKey(input.role, ctx.till), createdBy: ctx.actor.id, now: ctx.now };
      return valueOf(await createApiKey(ctx.db, input, made));
    }),

  list: procedure({
    policy: "staffInPerson",
    route: "GET /v1/api-keys",
    summary: "List the API keys",
    description: "Newest first, those that were revoked too.",
  })
    .input(listApiKeysInput)
    .output(apiKeyPageSchema)
    .query(({ ctx, input }) => listApiKeys(ctx.db, input)),

  revoke: procedure({
    policy: "staffInPerson",
    route: "DELETE /v1/api-keys/{id}",
    summary: "Revoke an API key",
    description: "From then on it opens nothing. It stays in the list.",
    refusals: ["API_KEY_NOT_FOUND"],
  })
    .input(revokeApiKeyInput)
    .output(apiKeySchema)
    .mutation(async ({ ctx, input }) => valueOf(await revokeApiKey(ctx.db, input.id, ctx.now))),
});
