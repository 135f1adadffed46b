import * as z from "zod";
import { discountCodeSchema } from "./discounts.ts";
import { extrasInput } from "./extras-input.ts";
import { orderLinesSchema, pricedBasketSchema } from "./orders.ts";
import { refusalSchema } from "./refusals.ts";

export const quoteOrderInput = z.strictObject({
  items: orderLinesSchema,
  discountCode: discountCodeSchema.optional(),
  ...extrasInput,
});
export type QuoteOrderInput = z.output<typeof quoteOrderInput>;

/**
 * What an order would come to, line by line, by the same calculation as the order itself. `problems` has everything
 * that would be refused, all at once; an empty one means that the order can be placed as quoted. Lines of unknown
 * products are left out, and a discount that does not apply takes nothing off.
 */
export const quoteSchema = pricedBasketSchema
  .extend({
    problems: z
      .array(refusalSchema)
      .describe("Every reason why the order would be refused; empty if it can be placed as quoted."),
  })
  .meta({ id: "Quote", description: "The price of an order before it is placed, line by line." });
export type Quote = z.output<typeof quoteSchema>;
