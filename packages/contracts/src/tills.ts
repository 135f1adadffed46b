import * as z from "zod";
import { limits } from "./limits.ts";
import { pageInput, pageSchema } from "./paging.ts";
import { sessionSchema, userSchema } from "./people.ts";
import { timestampSchema } from "./primitives.ts";
import { tillIdSchema } from "./till-id.ts";
import { plainTextSchema } from "./text.ts";

/** A till: a whole shop in its own database. */
export const tillSchema = z
  .object({
    id: tillIdSchema,
    name: z.string(),
    url: z.url().describe("The address of the till's shop. Everything else is below it."),
    trpcUrl: z.url().describe("The address of its tRPC procedures."),
    restUrl: z.url().describe("The address of its REST routes."),
    createdAt: timestampSchema,
    expiresAt: timestampSchema.describe("When Till deletes it, with everything in it."),
  })
  .meta({ id: "Till", description: "A whole shop in its own database: products, orders, people, messages." });
export type Till = z.output<typeof tillSchema>;

/** A demo person of a till, signed in. */
const signedInPersonSchema = z
  .object({ ...userSchema.pick({ id: true, role: true, name: true }).shape, token: sessionSchema.shape.token })
  .meta({ id: "SignedInPerson", description: "A demo person of a till, with the bearer token to act as them in it." });

/** A new till, with its demo people signed in. */
export const createdTillSchema = tillSchema
  .extend({ people: z.array(signedInPersonSchema) })
  .meta({ id: "CreatedTill", description: "A new till, with its demo people signed in." });
export type CreatedTill = z.output<typeof createdTillSchema>;

const ttlRule = `must be a whole number of minutes from 1 to ${limits.tillTtlMinutes.max}`;

const newTill = {
  name: plainTextSchema(limits.tillNameLength)
    .min(1)
    .optional()
    .describe("A name for people to read. By default its id."),
  ttlMinutes: z
    .int(ttlRule)
    .min(1, ttlRule)
    .max(limits.tillTtlMinutes.max, ttlRule)
    .default(limits.tillTtlMinutes.default)
    .describe("After how many minutes it is deleted."),
};

export const createTillInput = z
  .strictObject({
    ...newTill,
    from: tillIdSchema.optional().describe("The till to copy. By default the new till has the demo data."),
    empty: z.boolean().default(false).describe("Whether the new till has no products and no discount codes."),
  })
  .refine(({ from, empty }) => from === undefined || !empty, {
    path: ["empty"],
    error: "must not be true together with `from`: a copy has what its source has",
  });
export type CreateTillInput = z.output<typeof createTillInput>;

const oneTill = { id: tillIdSchema.describe("The id of the till.") };

export const forkTillInput = z.strictObject({ ...oneTill, ...newTill });
export type ForkTillInput = z.output<typeof forkTillInput>;

export const getTillInput = z.strictObject(oneTill);
export const deleteTillInput = z.strictObject(oneTill);
export const deletedTillSchema = z.object(oneTill);

export const listTillsInput = z.strictObject(pageInput);
export type ListTillsInput = z.output<typeof listTillsInput>;

export const tillPageSchema = pageSchema(tillSchema).meta({ id: "TillPage", description: "Tills, newest first." });
