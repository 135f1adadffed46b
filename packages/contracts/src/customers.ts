import * as z from "zod";
import { dossierSchema } from "./dossier.ts";
import { limits } from "./limits.ts";
import { reasonSchema } from "./order-inputs.ts";
import { pageInput, pageSchema } from "./paging.ts";
import { timestampSchema, userIdSchema } from "./primitives.ts";
import { plainTextSchema } from "./text.ts";

/** A person who placed an order, as Till knows them now. */
export const customerSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    erasedAt: timestampSchema
      .nullable()
      .describe("When their words were erased; null if they were not, or if the person has ordered again since."),
  })
  .meta({ id: "Customer", description: "A person who placed an order, as Till knows them now." });
export type Customer = z.output<typeof customerSchema>;

const customerIdSchema = userIdSchema.describe("The id of the customer: `userId` of their orders.");

export const listCustomersInput = z.strictObject({
  search: plainTextSchema(limits.searchLength)
    .optional()
    .describe("Words, or beginnings of words, that the customer's name, email, phone or id must have, in any order."),
  known: z
    .boolean()
    .default(false)
    .describe("Only those whom a new order can name by their id: no guests, and no programs that order."),
  ...pageInput,
});
export type ListCustomersInput = z.output<typeof listCustomersInput>;

export const customerPageSchema = pageSchema(customerSchema).meta({
  id: "CustomerPage",
  description: "Customers, the newest first.",
});

export const getCustomerInput = z.strictObject({ id: customerIdSchema });
export type GetCustomerInput = z.output<typeof getCustomerInput>;

export const exportCustomerInput = z.strictObject({ id: customerIdSchema, cursor: pageInput.cursor });
export type ExportCustomerInput = z.output<typeof exportCustomerInput>;

/** A call that erased a customer's words, or a piece of them. */
const erasureSchema = z.object({
  at: timestampSchema,
  by: z.string().describe("The id of the member of staff."),
  reason: z.string().nullable(),
});
export type Erasure = z.output<typeof erasureSchema>;

/** Everything that Till holds about one person: who they are, and their orders, each with all that belongs to it. */
export const customerExportSchema = z
  .object({
    customer: customerSchema,
    erasures: z
      .array(erasureSchema)
      .describe(`The calls that erased words of this customer, the last ${limits.shownErasures}, oldest first.`),
    items: z.array(dossierSchema).describe("Their orders, newest first, each with everything about it."),
    nextCursor: pageSchema(dossierSchema).shape.nextCursor,
  })
  .meta({ id: "CustomerExport", description: "Everything that Till holds about one person, a piece of it at a time." });
export type CustomerExport = z.output<typeof customerExportSchema>;

export const eraseCustomerInput = z.strictObject({
  id: customerIdSchema,
  reason: reasonSchema.optional().describe("Why, for the record. It stays, so it must not name the person."),
  cursor: pageInput.cursor,
});
export type EraseCustomerInput = z.output<typeof eraseCustomerInput>;

export const erasedCustomerSchema = z
  .object({
    customer: customerSchema,
    orders: z.int().nonnegative().describe("How many orders this call went through."),
    nextCursor: z
      .string()
      .nullable()
      .describe("Call again with it as `cursor`: there are more orders. Null once all of them are erased."),
  })
  .meta({ id: "ErasedCustomer", description: "What a call erased, and whether there is more." });
export type ErasedCustomer = z.output<typeof erasedCustomerSchema>;
