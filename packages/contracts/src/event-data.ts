import * as z from "zod";
import { amountSchema, currencySchema } from "./money.ts";
import { paymentMethodSchema } from "./payment-methods.ts";
import { declineCodeSchema } from "./payments.ts";
import { numericIdSchema, timestampSchema } from "./primitives.ts";

const texts = z.record(z.string(), z.string()).optional();

/**
 * What a shop recorded with an order, as it is stored: `contact` by channel. The texts are not checked again, so that a
 * new limit makes no old order unreadable.
 */
const recordedSchema = z.object({
  shippingAddress: texts,
  billingAddress: texts,
  contact: texts,
  metadata: texts,
  reference: z.string().optional(),
  extras: z
    .array(
      z.object({
        type: z.string(),
        name: z.string(),
        amount: amountSchema,
        included: z.boolean().optional(),
        rate: z.int().optional(),
      }),
    )
    .optional(),
  returnUrl: z.string().optional(),
});

/** What the event of a new order keeps: the basket with its prices, how and until when it is to be paid, what the shop records. */
export const createdDataSchema = z.object({
  currency: currencySchema,
  subtotal: amountSchema,
  discount: amountSchema,
  discountCode: z.string().nullable(),
  paymentMethod: paymentMethodSchema,
  expiresAt: timestampSchema.nullable(),
  /** The pieces of counted stock that the order took. Events of earlier versions do not say it. */
  reserved: z.int().nonnegative().optional(),
  recorded: recordedSchema.optional(),
  /** Whose order it is, if somebody else placed it. */
  userId: z.string().optional(),
  lines: z.array(
    z.object({
      position: z.int().nonnegative(),
      productId: numericIdSchema,
      sku: z.string(),
      name: z.string(),
      quantity: z.int().positive(),
      unitPrice: amountSchema,
      discount: amountSchema,
    }),
  ),
});
export type CreatedData = z.output<typeof createdDataSchema>;

/** What the event of an attempt to pay keeps of the gateway's answer, as far as Till's own rows follow from it. */
export const attemptDataSchema = z.object({
  declineCode: declineCodeSchema.nullish(),
  /** The attempt that waited for the customer, and that this one replaced in the same batch. */
  replaced: z.string().nullish(),
});

/** What the event of a refund keeps: whether the items go back into stock, unless an earlier refund did it. */
export const refundedDataSchema = z.object({ restock: z.boolean() });
