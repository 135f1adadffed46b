import * as z from "zod";
import { extraTypeSchema } from "./extras.ts";
import { limits } from "./limits.ts";
import { plainTextSchema } from "./text.ts";

// The extra lines of an order as a caller may write them. Till adds them up. It calculates neither shipping nor tax.

const amountRule = `must be a whole number of minor units from 0 to ${limits.orderAmount}`;
const rateRule = `must be a whole number of basis points from 0 to ${limits.taxRate}; 19 % is 1900`;
const countRule = `must have ${limits.orderExtras} lines at most`;

const extraInput = z
  .strictObject({
    type: extraTypeSchema,
    name: plainTextSchema(limits.extraNameLength)
      .min(1)
      .describe("What the customer reads, such as `Express delivery`."),
    amount: z
      .int(amountRule)
      .min(0, amountRule)
      .max(limits.orderAmount, amountRule)
      .describe("A whole number of minor units (paise, cents). Your own calculation: Till takes it as it is."),
    included: z
      .boolean()
      .exactOptional()
      .describe("Only of a TAX: the amount is part of the prices already and adds nothing to the total."),
    rate: z
      .int(rateRule)
      .min(0, rateRule)
      .max(limits.taxRate, rateRule)
      .exactOptional()
      .describe(
        "Only of a TAX: its rate in basis points, such as 1900 for 19 %. Shown; nothing is calculated with it.",
      ),
  })
  .superRefine(({ type, ...extra }, context) => {
    if (type === "TAX") return;
    for (const field of ["included", "rate"] as const)
      if (extra[field] !== undefined)
        context.addIssue({ code: "custom", path: [field], message: "must be left out, because only a TAX has it" });
  })
  .meta({ id: "ExtraInput", description: "An extra line of an order: shipping, a fee or a tax." });
export type ExtraInput = z.output<typeof extraInput>;

/** The field of `orders.create` and `orders.quote` with the extra lines. */
export const extrasInput = {
  extras: z
    .array(extraInput)
    .max(limits.orderExtras, countRule)
    .optional()
    .describe(
      "Shipping, fees and taxes as you calculated them. They are added to the total after the discount. A TAX with `included` is only shown.",
    ),
};
