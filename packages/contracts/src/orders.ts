import * as z from "zod";
import { extraFields } from "./extras.ts";
import { limits } from "./limits.ts";
import { amountSchema, currencySchema } from "./money.ts";
import { pageSchema } from "./paging.ts";
import { paymentMethodSchema } from "./payment-methods.ts";
import { paymentSchema, refundSchema } from "./payments.ts";
import { numericIdSchema, timestampSchema } from "./primitives.ts";
import { recordedFields } from "./recorded.ts";

/** The state of an order. */
export const orderStatuses = ["PENDING", "PAID", "CANCELLED", "REFUNDED"] as const;
export const orderStatusSchema = z
  .enum(orderStatuses)
  .meta({ id: "OrderStatus", description: "The state of an order." });
export type OrderStatus = z.output<typeof orderStatusSchema>;

/** Why an order was cancelled: its customer or the shop cancelled it, or it was not paid in time. */
export const cancelCauses = ["CUSTOMER", "STAFF", "EXPIRED"] as const;
export const cancelCauseSchema = z.enum(cancelCauses).meta({
  id: "CancelCause",
  description: "Why an order was cancelled: its customer or the shop cancelled it, or it was not paid in time.",
});
export type CancelCause = z.output<typeof cancelCauseSchema>;

/** What a caller may do next with an order. */
export const actions = ["pay", "confirm", "collect", "cancel", "refund"] as const;
export const actionSchema = z.enum(actions).meta({ id: "Action", description: "What you may do next with an order." });
export type Action = z.output<typeof actionSchema>;

/** What a customer may not hold more of: orders that are not paid yet, and pieces of stock in them. */
export const reservationLimits = ["OPEN_ORDERS", "RESERVED_PIECES"] as const;
export type ReservationLimit = (typeof reservationLimits)[number];

/** A line of an order: product, name and price as they were when it was placed. */
export const orderItemSchema = z
  .object({
    productId: numericIdSchema,
    sku: z.string(),
    name: z.string(),
    quantity: z.int().positive(),
    unitPrice: amountSchema,
    discountAmount: amountSchema.describe("The discount on this line, in minor units."),
    totalAmount: amountSchema.describe("The total of the line after its discount, in minor units."),
  })
  .meta({
    id: "OrderItem",
    description: "A line of an order: product, name and price as they were when it was placed.",
  });
export type OrderItem = z.output<typeof orderItemSchema>;

/** Whom an order is for, and where they are reached. */
export const orderCustomerSchema = z.object({
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});

export type OrderCustomer = z.output<typeof orderCustomerSchema>;

/** An order with its lines, its payment attempts and what this caller may do next. Amounts in minor units. */
export const orderSchema = z
  .object({
    id: numericIdSchema,
    userId: z.string().describe("The customer whose order it is."),
    customer: orderCustomerSchema,
    status: orderStatusSchema,
    paymentMethod: paymentMethodSchema,
    currency: currencySchema,
    subtotalAmount: amountSchema,
    discountAmount: amountSchema,
    discountCode: z.string().nullable(),
    ...extraFields,
    totalAmount: amountSchema.describe(
      "The amount to pay, in minor units: `subtotalAmount` less `discountAmount`, and `extraAmount`.",
    ),
    refundedAmount: amountSchema.describe("The amount refunded so far, in minor units."),
    ...recordedFields,
    pendingRefundAmount: amountSchema.describe(
      "The amount of refunds that the gateway has not taken yet, in minor units. It is not part of `refundedAmount`, and can't be refunded a second time.",
    ),
    items: z.array(orderItemSchema),
    payments: z.array(paymentSchema),
    refunds: z.array(refundSchema),
    invoiceNumber: z
      .int()
      .positive()
      .nullable()
      .describe("The number of its invoice, given when it is paid: 1, 2, 3, … without gaps. Null until then."),
    receiptUrl: z.string().nullable().describe("The printable receipt, once the order is paid."),
    actions: z.array(actionSchema),
    createdAt: timestampSchema,
    updatedAt: timestampSchema,
    expiresAt: timestampSchema
      .nullable()
      .describe("When the order is cancelled if it is not paid; null if it never is."),
    paidAt: timestampSchema.nullable(),
    cancelledAt: timestampSchema.nullable(),
    cancelCause: cancelCauseSchema.nullable(),
    cancelReason: z
      .string()
      .nullable()
      .describe(
        "The reason as a person gave it; `EXPIRED` if the order was not paid in time. Branch on `cancelCause`: a person may type the same word.",
      ),
  })
  .meta({
    id: "Order",
    description: "An order with its lines, its attempts to pay, its refunds and what you may do next.",
  });
export type Order = z.output<typeof orderSchema>;

/** What a basket comes to, line by line. Amounts in minor units. */
export const pricedBasketSchema = z.object({
  currency: currencySchema.nullable().describe("Null if no product of the basket is known."),
  items: z.array(orderItemSchema),
  subtotalAmount: amountSchema,
  discountAmount: amountSchema,
  discountCode: z.string().nullable(),
  ...extraFields,
  totalAmount: amountSchema,
});
export type PricedBasket = z.output<typeof pricedBasketSchema>;

const quantityRule = `must be a whole number from 1 to ${limits.lineQuantity}`;
const linesRule = `must have 1 to ${limits.orderLines} lines`;

/** The basket: which products and how many of each, one line a product. */
export const orderLinesSchema = z
  .array(
    z.strictObject({
      productId: numericIdSchema,
      quantity: z.int(quantityRule).min(1, quantityRule).max(limits.lineQuantity, quantityRule),
    }),
  )
  .min(1, linesRule)
  .max(limits.orderLines, linesRule)
  .superRefine((lines, context) => {
    const seen = new Set<number>();
    for (const [index, { productId }] of lines.entries()) {
      if (seen.has(productId))
        context.addIssue({
          code: "custom",
          path: [index, "productId"],
          message: `names product ${productId} a second time; give each product one line`,
        });
      seen.add(productId);
    }
  })
  .describe("Which products and how many of each, one line a product.");
export type OrderLine = z.output<typeof orderLinesSchema>[number];

export const orderPageSchema = pageSchema(orderSchema).meta({ id: "OrderPage", description: "Orders, newest first." });

/** An order with the payment attempt that the call made or finished. */
export const orderPaymentSchema = z.object({ order: orderSchema, payment: paymentSchema }).meta({
  id: "OrderPayment",
  description: "An order with the attempt to pay that the call made or finished.",
});
export type OrderPayment = z.output<typeof orderPaymentSchema>;
