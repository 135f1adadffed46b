import * as z from "zod";
import { limits } from "./limits.ts";
import { orderIdSchema, reasonSchema } from "./order-inputs.ts";
import { orderSchema } from "./orders.ts";
import { refundSchema } from "./payments.ts";
import { idempotencyKeySchema, textIdSchema } from "./primitives.ts";

const refundRule = `must be a whole number of minor units from 1 to ${limits.orderAmount}`;

export const refundOrderInput = z.strictObject({
  id: orderIdSchema,
  amount: z
    .int(refundRule)
    .min(1, refundRule)
    .max(limits.orderAmount, refundRule)
    .optional()
    .describe("The amount to refund, in minor units. By default all that is left."),
  reason: reasonSchema.optional(),
  restock: z.boolean().optional().describe("Put the items back into stock, unless an earlier refund did."),
  idempotencyKey: idempotencyKeySchema.optional(),
});
export type RefundOrderInput = z.output<typeof refundOrderInput>;

/** An order with the refund that the call made. */
export const orderRefundSchema = z.object({ order: orderSchema, refund: refundSchema }).meta({
  id: "OrderRefund",
  description: "An order with the refund that the call made or changed.",
});
export type OrderRefund = z.output<typeof orderRefundSchema>;

const refundIdSchema = textIdSchema.describe("The refund that failed: an `id` of the order's `refunds`.");

export const retryRefundInput = z.strictObject({
  id: orderIdSchema,
  refundId: refundIdSchema,
  idempotencyKey: idempotencyKeySchema.optional(),
});
export type RetryRefundInput = z.output<typeof retryRefundInput>;

export const dropRefundInput = z.strictObject({
  id: orderIdSchema,
  refundId: refundIdSchema,
  reason: reasonSchema.optional(),
  idempotencyKey: idempotencyKeySchema.optional(),
});
export type DropRefundInput = z.output<typeof dropRefundInput>;
