import * as z from "zod";
import { discountCodeSchema } from "./discounts.ts";
import { extrasInput } from "./extras-input.ts";
import { orderForInput } from "./guests.ts";
import { limits } from "./limits.ts";
import { orderLinesSchema } from "./orders.ts";
import { paymentMethodSchema } from "./payment-methods.ts";
import { idempotencyKeySchema } from "./primitives.ts";
import { recordedInput } from "./recorded-input.ts";

const expectedTotalRule = `must be a whole number of minor units from 0 to ${limits.orderAmount}`;

export const createOrderInput = z.strictObject({
  items: orderLinesSchema,
  paymentMethod: paymentMethodSchema,
  discountCode: discountCodeSchema.optional(),
  ...extrasInput,
  expectedTotalAmount: z
    .int(expectedTotalRule)
    .min(0, expectedTotalRule)
    .max(limits.orderAmount, expectedTotalRule)
    .optional()
    .describe(
      "The total that the customer saw, in minor units. If the total has changed, no order is placed, and `PRICE_CHANGED` has the new quote.",
    ),
  customer: orderForInput
    .optional()
    .describe(
      "Whom the order is for. Staff and their programs must say it. Customers leave it out: they order for themselves.",
    ),
  ...recordedInput,
  idempotencyKey: idempotencyKeySchema.optional(),
});
export type CreateOrderInput = z.output<typeof createOrderInput>;
