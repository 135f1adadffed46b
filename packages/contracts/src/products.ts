import * as z from "zod";
import { limits } from "./limits.ts";
import { amountSchema, currencySchema } from "./money.ts";
import { pageInput, pageSchema } from "./paging.ts";
import { numericIdSchema, timestampSchema } from "./primitives.ts";
import { stockMovementSchema, stockSchema } from "./stock.ts";
import { plainTextSchema } from "./text.ts";
import { webAddressSchema } from "./web-address.ts";

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
    archivedAt: timestampSchema
      .nullable()
      .describe("When it was archived: it is not listed and can't be ordered. Null if it is in the catalogue."),
  })
  .meta({ id: "Product", description: "A product of the catalogue." });
export type Product = z.output<typeof productSchema>;

export const listProductsInput = z.strictObject({
  search: plainTextSchema(limits.searchLength)
    .optional()
    .describe("Words, or beginnings of words, that name, description and SKU must have."),
  ...pageInput,
});
export type ListProductsInput = z.output<typeof listProductsInput>;

const productId = { id: numericIdSchema.describe("The id of the product.") };

export const getProductInput = z.strictObject(productId);
export type GetProductInput = z.output<typeof getProductInput>;

export const productPageSchema = pageSchema(productSchema).meta({
  id: "ProductPage",
  description: "Products of the catalogue.",
});

const skuRule = `must be 1 to ${limits.skuLength} printable ASCII characters without spaces, and begin with a letter or a digit`;

/** The SKU of a product: what the shop's own systems call it. Upper and lower case differ. */
export const skuSchema = z
  .string()
  .regex(new RegExp(`^[0-9A-Za-z]{1}[\\x21-\\x7e]{0,${limits.skuLength - 1}}$`), skuRule)
  .describe("What your own systems call the product, such as `COF-ATT-250`.");

const priceRule = `must be a whole number of minor units from 0 to ${limits.orderAmount}`;

/** A product as staff write it. What is left out stays as it is. */
export const upsertProductInput = z.strictObject({
  sku: skuSchema,
  name: plainTextSchema(limits.productNameLength).min(1),
  description: plainTextSchema(limits.productDescriptionLength)
    .optional()
    .describe("Left out, it stays as it is. A new product has an empty one."),
  unitPrice: z
    .int(priceRule)
    .min(0, priceRule)
    .max(limits.orderAmount, priceRule)
    .describe("The price of one piece, in minor units (paise, cents)."),
  currency: currencySchema,
  stock: stockSchema
    .optional()
    .describe(
      "The quantity that can be ordered from now on; null means unlimited. Left out, it stays as it is. A new product has none.",
    ),
  imageUrl: webAddressSchema(
    /^https$/,
    limits.imageUrlLength,
    "must be an https address, such as https://shop.example/cup.png",
  )
    .nullable()
    .optional()
    .describe("The https address of a picture; null for none. Left out, it stays as it is."),
});
export type UpsertProductInput = z.output<typeof upsertProductInput>;

const itemsRule = `must have 1 to ${limits.importedProducts} products`;

export const importProductsInput = z.strictObject({
  items: z
    .array(upsertProductInput)
    .min(1, itemsRule)
    .max(limits.importedProducts, itemsRule)
    .superRefine((items, context) => {
      const seen = new Set<string>();
      for (const [index, { sku }] of items.entries()) {
        if (seen.has(sku))
          context.addIssue({
            code: "custom",
            path: [index, "sku"],
            message: `names ${sku} a second time; give each product one line`,
          });
        seen.add(sku);
      }
    }),
  dryRun: z.boolean().default(false).describe("With `true` nothing is written: the answer says what would change."),
});
export type ImportProductsInput = z.output<typeof importProductsInput>;

/** What an import does to a product. */
export const importOutcomes = ["CREATED", "CHANGED", "RESTORED", "UNCHANGED"] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

/** What of a product staff write, and an import may change. */
export const productFields = ["name", "description", "unitPrice", "currency", "stock", "imageUrl"] as const;
export type ProductField = (typeof productFields)[number];

const valueSchema = z.union([z.string(), z.int()]).nullable();

export const importedProductSchema = z
  .object({
    sku: z.string(),
    id: numericIdSchema.nullable().describe("Null for a new product that was not written."),
    outcome: z.enum(importOutcomes).describe("`RESTORED`: it was archived, and is in the catalogue again."),
    changes: z
      .array(z.object({ field: z.enum(productFields), from: valueSchema, to: valueSchema }))
      .describe("What differs from before, of a product that is not new."),
  })
  .meta({ id: "ImportedProduct", description: "What an import does to a product." });
export type ImportedProduct = z.output<typeof importedProductSchema>;

export const importedProductsSchema = z
  .object({ items: z.array(importedProductSchema) })
  .meta({ id: "ImportedProducts", description: "What the import does to each product, in the order of the input." });
export type ImportedProducts = z.output<typeof importedProductsSchema>;

export const archiveProductInput = z.strictObject(productId);
export type ArchiveProductInput = z.output<typeof archiveProductInput>;

/** A product whose stock was changed, with the movement that did it. */
export const stockChangeSchema = z
  .object({ product: productSchema, movement: stockMovementSchema })
  .meta({ id: "StockChange", description: "The product as it is now, and the movement of its stock." });
export type StockChange = z.output<typeof stockChangeSchema>;
