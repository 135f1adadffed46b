import * as z from "zod";
import { amountSchema } from "./money.ts";
import { paymentMethodSchema } from "./payment-methods.ts";
import { declineCodeNames } from "./payment-sources.ts";
import { numericIdSchema, timestampSchema } from "./primitives.ts";

/** The state of one attempt to pay. The first two are open. One that FAILED can still come through late. */
export const paymentStatuses = ["REQUIRES_ACTION", "PROCESSING", "SUCCEEDED", "FAILED"] as const;
export const paymentStatusSchema = z.enum(paymentStatuses).meta({
  id: "PaymentStatus",
  description:
    "The state of one attempt to pay. The first two are open. One that FAILED can still come through late, and is SUCCEEDED then.",
});
export type PaymentStatus = z.output<typeof paymentStatusSchema>;

export const declineCodeSchema = z
  .enum(declineCodeNames)
  .meta({ id: "DeclineCode", description: "Why a payment failed." });

/** The brand of a card as a gateway tells it. `cardBrandNames` has the names of the usual ones. */
const cardBrandSchema = z
  .string()
  .regex(/^[a-z0-9_]{1,32}$/)
  .describe("In lower case, such as `visa`, `mastercard` or `rupay`; `unknown` if the gateway does not know it.");

/** What a payment was made with, as far as it may be kept: never a whole card number. */
export const maskedSourceSchema = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("card"), brand: cardBrandSchema, last4: z.string().regex(/^[0-9]{4}$/) }),
    z.object({ type: z.literal("upi"), address: z.string() }),
    z.object({ type: z.literal("token"), token: z.string() }),
    z.object({ type: z.literal("cash") }),
  ])
  .meta({ id: "MaskedSource", description: "The source of a payment as Till shows it: never a whole card number." });
export type MaskedSource = z.output<typeof maskedSourceSchema>;

/** One attempt to pay an order. */
export const paymentSchema = z
  .object({
    id: z.string(),
    orderId: numericIdSchema,
    amount: amountSchema,
    status: paymentStatusSchema,
    method: paymentMethodSchema,
    source: maskedSourceSchema,
    declineCode: declineCodeSchema.nullable(),
    declineMessage: z.string().nullable().describe("Why it failed, as a sentence that a shopper could read."),
    gatewaySentence: z
      .string()
      .nullable()
      .describe(
        "Why it failed in the gateway's own words, for the customer, if the gateway has any. Plain text: escape it.",
      ),
    nextAction: z
      .object({ type: z.literal("redirect"), url: z.string() })
      .nullable()
      .describe("The customer opens this address to confirm the payment with their bank."),
    createdAt: timestampSchema,
    settledAt: timestampSchema.nullable().describe("When it succeeded or failed."),
  })
  .meta({ id: "Payment", description: "One attempt to pay an order." });
export type Payment = z.output<typeof paymentSchema>;

/** The state of a refund. Only one that SUCCEEDED has given money back. */
export const refundStatuses = ["PENDING", "SUCCEEDED", "FAILED", "DROPPED"] as const;
export const refundStatusSchema = z.enum(refundStatuses).meta({
  id: "RefundStatus",
  description:
    "The state of a refund: the gateway has not taken it yet, has taken it, or does not take it. Staff try one that FAILED again, or drop it.",
});
export type RefundStatus = z.output<typeof refundStatusSchema>;

/** Money given back, whole or in part. */
export const refundSchema = z
  .object({
    id: z.string(),
    orderId: numericIdSchema,
    paymentId: z.string(),
    amount: amountSchema,
    status: refundStatusSchema,
    reason: z.string().nullable(),
    failureReason: z
      .string()
      .nullable()
      .describe("Why the gateway did not take it, if it FAILED or was DROPPED. Only staff see it."),
    restocked: z.boolean().describe("Whether this refund put the items of the order back into stock."),
    createdAt: timestampSchema,
    settledAt: timestampSchema.nullable().describe("When the gateway took it. Null if it has not."),
  })
  .meta({
    id: "Refund",
    description:
      "Money given back, whole or in part. A refund of a late payment, which the order did not take, is not part of `refundedAmount`.",
  });
export type Refund = z.output<typeof refundSchema>;
