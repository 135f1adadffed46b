import * as z from "zod";
import { limits } from "./limits.ts";
import { pageInput, pageSchema } from "./paging.ts";
import { roleSchema } from "./people.ts";
import { textIdSchema, timestampSchema } from "./primitives.ts";
import { plainTextSchema } from "./text.ts";

/** A key with which a program calls Till, as it can be shown: the key itself is shown once, when it is made. */
export const apiKeySchema = z
  .object({
    id: z.string().describe("`key_…`. The key acts under this id."),
    name: z.string(),
    role: roleSchema.describe(
      "The role of the key: a staff key serves everybody's orders, a customer key orders for itself.",
    ),
    createdBy: z.string().describe("The id of the person who made it."),
    createdAt: timestampSchema,
    lastUsedAt: timestampSchema.nullable().describe("To the minute; null if it was never used."),
    revokedAt: timestampSchema.nullable(),
  })
  .meta({ id: "ApiKey", description: "An API key of a program, without its text." });
export type ApiKey = z.output<typeof apiKeySchema>;

export const createApiKeyInput = z.strictObject({
  name: plainTextSchema(limits.apiKeyNameLength).min(1).describe("The purpose of the key, such as `nightly export`."),
  role: roleSchema,
});
export type CreateApiKeyInput = z.output<typeof createApiKeyInput>;

/** A new key, with its text. It is never shown again. */
export const createdApiKeySchema = apiKeySchema
  .extend({
    key: z.string().describe("`sk_…`. Send it as the bearer token."),
  })
  .meta({ id: "CreatedApiKey", description: "A new key, with its text. It is never shown again." });
export type CreatedApiKey = z.output<typeof createdApiKeySchema>;

export const listApiKeysInput = z.strictObject(pageInput);
export type ListApiKeysInput = z.output<typeof listApiKeysInput>;

export const apiKeyPageSchema = pageSchema(apiKeySchema).meta({
  id: "ApiKeyPage",
  description: "API keys, newest first.",
});

export const revokeApiKeyInput = z.strictObject({ id: textIdSchema.describe("The id of the key, `key_…`.") });
export type RevokeApiKeyInput = z.output<typeof revokeApiKeyInput>;
