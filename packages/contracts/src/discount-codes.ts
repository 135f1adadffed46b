import * as z from "zod";
import { discountCodeSchema, discountKinds } from "./discounts.ts";
import { limits } from "./limits.ts";
import { amountSchema, currencySchema } from "./money.ts";
import { pageInput, pageSchema } from "./paging.ts";
import { instantSchema, isRange, timestampSchema } from "./primitives.ts";

/** A discount code of the shop, with its terms and how often it is used. Amounts in minor units. */
export const discountSchema = z
  .object({
    code: z.string(),
    kind: z.enum(discountKinds),
    value: z.int().positive().describe("Whole percent of the subtotal (`PERCENT`), or minor units (`FIXED`)."),
    currency: currencySchema,
    minSubtotalAmount: amountSchema.describe("The subtotal that an order needs, in minor units."),
    maxDiscountAmount: amountSchema.nullable().describe("The most that it takes off, in minor units; null: no limit."),
    startsAt: timestampSchema.nullable(),
    endsAt: timestampSchema.nullable().describe("From then on it gives nothing."),
    maxUses: z.int().nonnegative().nullable().describe("How many orders may use it; null: no limit."),
    maxUsesPerCustomer: z.int().nonnegative().nullable(),
    uses: z.int().nonnegative().describe("How many orders use it now."),
    disabledAt: timestampSchema.nullable().describe("When staff disabled it; null if they did not."),
  })
  .meta({ id: "Discount", description: "A discount code with its terms." });
export type Discount = z.output<typeof discountSchema>;

const valueRule = `must be a whole number from 1 to ${limits.orderAmount}`;
const percentRule = "must be a whole percentage from 1 to 100";
const amountRule = `must be a whole number of minor units from 1 to ${limits.orderAmount}`;
const usesRule = `must be a whole number from 1 to ${limits.discountUses}`;

const limitedAmount = z.int(amountRule).min(1, amountRule).max(limits.orderAmount, amountRule);
const limitedUses = z.int(usesRule).min(1, usesRule).max(limits.discountUses, usesRule);

export const createDiscountInput = z
  .strictObject({
    code: discountCodeSchema,
    kind: z.enum(discountKinds).describe("`PERCENT` of the subtotal, or a `FIXED` amount."),
    value: z
      .int(valueRule)
      .min(1, valueRule)
      .max(limits.orderAmount, valueRule)
      .describe("Whole percent, 1 to 100, or minor units."),
    currency: currencySchema.describe("The currency of the orders that it is for."),
    minSubtotalAmount: limitedAmount.optional().describe("The subtotal that an order needs, in minor units."),
    maxDiscountAmount: limitedAmount.optional().describe("The most that it takes off, in minor units."),
    startsAt: instantSchema.optional().describe("From when on it is valid."),
    endsAt: instantSchema.optional().describe("From when on it is no longer valid."),
    maxUses: limitedUses.optional().describe("How many orders may use it."),
    maxUsesPerCustomer: limitedUses.optional().describe("How many orders of one customer may use it."),
  })
  .refine(({ kind, value }) => kind !== "PERCENT" || value <= 100, { path: ["value"], error: percentRule })
  .refine(({ startsAt, endsAt }) => isRange(startsAt, endsAt), {
    path: ["endsAt"],
    error: "must be later than startsAt",
  });
export type CreateDiscountInput = z.output<typeof createDiscountInput>;

export const listDiscountsInput = z.strictObject(pageInput);
export type ListDiscountsInput = z.output<typeof listDiscountsInput>;

export const discountPageSchema = pageSchema(discountSchema).meta({
  id: "DiscountPage",
  description: "Discount codes, newest first.",
});

export const disableDiscountInput = z.strictObject({ code: discountCodeSchema });
export type DisableDiscountInput = z.output<typeof disableDiscountInput>;
