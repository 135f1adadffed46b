import * as z from "zod";
import { extraFields } from "./extras.ts";
import { limits } from "./limits.ts";
import { amountSchema, currencySchema } from "./money.ts";
import { pageInput, pageSchema } from "./paging.ts";
import { paymentMethodSchema } from "./payment-methods.ts";
import { paymentSchema, paymentSourceInput, refundSchema } from "./payments.ts";
import {
  idempotencyKeySchema,
  instantSchema,
  numericIdSchema,
  textIdSchema,
  timestampSchema,
  userIdSchema,
} from "./primitives.ts";
import { recordedFields, referenceSchema } from "./recorded.ts";
import { plainTextSchema } from "./text.ts";

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

export const orderIdSchema = numericIdSchema.describe("The number of the order.");

export const getOrderInput = z.strictObject({ id: orderIdSchema });
export type GetOrderInput = z.output<typeof getOrderInput>;

export const listOrdersInput = z.strictObject({
  status: orderStatusSchema.optional().describe("Only orders in this state."),
  paymentMethod: paymentMethodSchema.optional().describe("Only orders that are paid in this way."),
  createdFrom: instantSchema.optional().describe("Only orders that were placed at this time or later."),
  createdTo: instantSchema.optional().describe("Only orders that were placed before this time."),
  paidFrom: instantSchema.optional().describe("Only orders that were paid at this time or later."),
  paidTo: instantSchema.optional().describe("Only orders that were paid before this time."),
  updatedSince: instantSchema
    .optional()
    .describe("Only orders that changed at this time or later. One that changes while you read pages can come twice."),
  reference: referenceSchema.optional().describe("Only the order with this reference."),
  userId: userIdSchema.optional().describe("Staff only: the orders of this customer."),
  search: plainTextSchema(limits.searchLength)
    .optional()
    .describe(
      "Staff only: an order number (`42`, `#42`) or reference, or words that the customer's name and email and the reference must have.",
    ),
  ...pageInput,
});
export type ListOrdersInput = z.output<typeof listOrdersInput>;

export const orderPageSchema = pageSchema(orderSchema).meta({ id: "OrderPage", description: "Orders, newest first." });

export const payOrderInput = z.strictObject({
  id: orderIdSchema,
  source: paymentSourceInput.optional().describe("The payment source. By default a test card that succeeds."),
  replace: z
    .boolean()
    .optional()
    .describe(
      "Whether an attempt that waits for the customer (`nextAction`) is given up for this one. If it turns out to have paid the order, the answer has that payment. By default such an attempt is left alone, and the refusal is `PAYMENT_IN_PROGRESS`.",
    ),
  idempotencyKey: idempotencyKeySchema.optional(),
});
export type PayOrderInput = z.output<typeof payOrderInput>;

/** An order with the payment attempt that the call made or finished. */
export const orderPaymentSchema = z.object({ order: orderSchema, payment: paymentSchema }).meta({
  id: "OrderPayment",
  description: "An order with the attempt to pay that the call made or finished.",
});
export type OrderPayment = z.output<typeof orderPaymentSchema>;

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
