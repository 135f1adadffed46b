import * as z from "zod";
import { amountSchema } from "./money.ts";

/** What an extra line of an order is for. */
export const extraTypes = ["SHIPPING", "FEE", "TAX"] as const;
export const extraTypeSchema = z
  .enum(extraTypes)
  .meta({ id: "ExtraType", description: "What an extra line of an order is for." });

/** An extra line of an order, as an order shows it. What a caller may write is in `extras-input.ts`. */
export const extraSchema = z
  .object({
    type: extraTypeSchema,
    name: z.string(),
    amount: amountSchema,
    included: z
      .boolean()
      .describe("Whether the amount is part of the prices already, as included tax is. Then it adds nothing."),
    rate: z.int().nullable().describe("The rate of a tax in basis points (1900 is 19 %), if the shop named it."),
  })
  .meta({
    id: "Extra",
    description: "An extra line of an order: shipping, a fee or a tax, as the shop calculated it.",
  });
export type Extra = z.output<typeof extraSchema>;

/** The extra lines of an order or a quote, and their sum. */
export const extraFields = {
  extras: z.array(extraSchema).describe("Shipping, fees and taxes, in the order in which the shop named them."),
  extraAmount: amountSchema.describe(
    "The sum of the extra lines that are added to the total, in minor units. Included tax is not part of it.",
  ),
};
