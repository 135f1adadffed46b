import * as z from "zod";
import { limits } from "./limits.ts";
import { pageInput, pageSchema } from "./paging.ts";
import { idempotencyKeySchema, numericIdSchema, timestampSchema } from "./primitives.ts";
import { plainTextSchema } from "./text.ts";

/** Why an order moved stock. */
export const orderStockCauses = ["ORDER_CREATED", "ORDER_CANCELLED", "ORDER_EXPIRED", "ORDER_REFUNDED"] as const;
export type OrderStockCause = (typeof orderStockCauses)[number];

/** Why the stock of a product changed: because of an order, or because staff said so. */
export const stockCauses = [...orderStockCauses, "ADJUSTED", "SET", "IMPORTED"] as const;
export const stockCauseSchema = z
  .enum(stockCauses)
  .meta({ id: "StockCause", description: "Why the stock of a product changed." });
export type StockCause = z.output<typeof stockCauseSchema>;

const stockRule = `must be a whole number from 0 to ${limits.stock}`;

/** How many pieces of a product can be ordered; null means unlimited. */
export const stockSchema = z
  .int(stockRule)
  .min(0, stockRule)
  .max(limits.stock, stockRule)
  .nullable()
  .describe("The quantity that can be ordered; null means unlimited.");

/** One change of the stock of a product. */
export const stockMovementSchema = z
  .object({
    id: numericIdSchema,
    productId: numericIdSchema,
    at: timestampSchema,
    cause: stockCauseSchema,
    change: z.int().nullable().describe("The pieces that came or went; null if the stock was or became unlimited."),
    stock: z.int().nonnegative().nullable().describe("The stock after it; null means unlimited."),
    orderId: numericIdSchema.nullable().describe("The order that moved it; null if staff did."),
    actorId: z.string().nullable().describe("Who of the staff moved it; null if an order did."),
    reason: z.string().nullable(),
  })
  .meta({ id: "StockMovement", description: "One change of the stock of a product, with its cause." });
export type StockMovement = z.output<typeof stockMovementSchema>;

export const stockMovementPageSchema = pageSchema(stockMovementSchema).meta({
  id: "StockMovementPage",
  description: "Changes of the stock of a product, newest first.",
});

const productId = { id: numericIdSchema.describe("The id of the product.") };

export const listStockMovementsInput = z.strictObject({ ...productId, ...pageInput });
export type ListStockMovementsInput = z.output<typeof listStockMovementsInput>;

const changeRule = `must be a whole number from -${limits.stock} to ${limits.stock}, and not 0`;

export const adjustStockInput = z.strictObject({
  ...productId,
  change: z
    .int(changeRule)
    .min(-limits.stock, changeRule)
    .max(limits.stock, changeRule)
    .refine((change) => change !== 0, changeRule)
    .describe("How many pieces come (5) or go (-5)."),
  reason: plainTextSchema(limits.reasonLength)
    .min(1, "must say why, such as `Broken in the shop`")
    .describe("Why the stock changes, such as `Broken in the shop`."),
  idempotencyKey: idempotencyKeySchema.optional(),
});
export type AdjustStockInput = z.output<typeof adjustStockInput>;

export const setStockInput = z.strictObject({
  ...productId,
  stock: stockSchema,
  reason: plainTextSchema(limits.reasonLength).optional().describe("Why, such as `Stocktake of March`."),
  idempotencyKey: idempotencyKeySchema.optional(),
});
export type SetStockInput = z.output<typeof setStockInput>;
