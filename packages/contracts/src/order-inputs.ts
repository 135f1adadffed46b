import * as z from "zod";
import { limits } from "./limits.ts";
import { orderStatusSchema } from "./orders.ts";
import { pageInput } from "./paging.ts";
import { paymentMethodSchema } from "./payment-methods.ts";
import {
  idempotencyKeySchema,
  instantSchema,
  isRange,
  numericIdSchema,
  textIdSchema,
  userIdSchema,
} from "./primitives.ts";
import { referenceSchema } from "./recorded.ts";
import { plainTextSchema } from "./text.ts";

export const orderIdSchema = numericIdSchema.describe("The number of the order.");

export const getOrderInput = z.strictObject({ id: orderIdSchema });
export type GetOrderInput = z.output<typeof getOrderInput>;

export const listOrdersInput = z
  .strictObject({
    status: orderStatusSchema.optional().describe("Only orders in this state."),
    paymentMethod: paymentMethodSchema.optional().describe("Only orders that are paid in this way."),
    createdFrom: instantSchema.optional().describe("Only orders that were placed at this time or later."),
    createdTo: instantSchema.optional().describe("Only orders that were placed before this time."),
    paidFrom: instantSchema.optional().describe("Only orders that were paid at this time or later."),
    paidTo: instantSchema.optional().describe("Only orders that were paid before this time."),
    updatedSince: instantSchema
      .optional()
      .describe(
        "Only orders that changed at this time or later. One that changes while you read pages can come twice.",
      ),
    reference: referenceSchema.optional().describe("Only the order with this reference."),
    userId: userIdSchema.optional().describe("Staff only: the orders of this customer."),
    search: plainTextSchema(limits.searchLength)
      .optional()
      .describe(
        "Staff only: an order number (`42`, `#42`) or reference, or words that the customer's name and email and the reference must have.",
      ),
    ...pageInput,
  })
  .refine(({ createdFrom, createdTo }) => isRange(createdFrom, createdTo), {
    path: ["createdTo"],
    error: "must be later than createdFrom",
  })
  .refine(({ paidFrom, paidTo }) => isRange(paidFrom, paidTo), {
    path: ["paidTo"],
    error: "must be later than paidFrom",
  });
export type ListOrdersInput = z.output<typeof listOrdersInput>;

export const confirmPaymentInput = z.strictObject({
  id: orderIdSchema,
  paymentId: textIdSchema.describe("The attempt that waits: `payment.id` of the answer to pay."),
  outcome: z.enum(["COMPLETE", "REJECT"]).describe("The customer's answer to their bank."),
});
export type ConfirmPaymentInput = z.output<typeof confirmPaymentInput>;

export const collectOrderInput = z.strictObject({
  id: orderIdSchema,
  idempotencyKey: idempotencyKeySchema.optional(),
});
export type CollectOrderInput = z.output<typeof collectOrderInput>;

/** Why somebody does something to an order. */
export const reasonSchema = plainTextSchema(limits.reasonLength)
  .min(1)
  .describe("The reason, for people who read the order later.");

export const cancelOrderInput = z.strictObject({
  id: orderIdSchema,
  reason: reasonSchema.optional(),
  idempotencyKey: idempotencyKeySchema.optional(),
});
export type CancelOrderInput = z.output<typeof cancelOrderInput>;
