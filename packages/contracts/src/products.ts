import * as z from "zod";
import { limits } from "./limits.ts";
import { amountSchema, currencySchema } from "./money.ts";
import { pageInput, pageSchema } from "./paging.ts";
import { numericIdSchema } from "./primitives.ts";
import { plainTextSchema } from "./text.ts";

/** A product of the catalogue. `stock` is what can still be ordered; null means unlimited. */
export const productSchema = z
  .object({
    id: numericIdSchema,
    sku: z.string(),
    name: z.string(),
    description: z.string(),
    unitPrice: amountSchema,
    currency: currencySchema,
    stock: z.int().nonnegative().nullable().describe("The quantity that can still be ordered; null means unlimited."),
    imageUrl: z.string().nullable(),
  })
  .meta({ id: "Product", description: "A product of the catalogue." });
export type Product = z.output<typeof productSchema>;

export const listProductsInput = z.strictObject({
  search: plainTextSchema(limits.searchLength)
    .optional()
    .describe("Words, or beginnings of words, that name and description must have."),
  ...pageInput,
});
export type ListProductsInput = z.output<typeof listProductsInput>;

export const getProductInput = z.strictObject({ id: numericIdSchema.describe("The id of the product.") });
export type GetProductInput = z.output<typeof getProductInput>;

export const productPageSchema = pageSchema(productSchema).meta({
  id: "ProductPage",
  description: "Products of the catalogue.",
});
