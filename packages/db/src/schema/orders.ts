import {
  type Address,
  type CancelCause,
  type Channel,
  type Currency,
  type ExtraInput,
  type OrderStatus,
  type PaymentMethod,
  limits,
} from "@till/contracts";
import { type SQLWrapper, sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { constant, timestamp } from "./columns.ts";
import { customers } from "./customers.ts";
import { products } from "./products.ts";

/** What a shop records with an order. `contact` is by channel, so that the outbox takes it as it is. */
export interface Recorded {
  readonly shippingAddress?: Address;
  readonly billingAddress?: Address;
  readonly contact?: { readonly [Name in Channel]?: string };
  readonly metadata?: Record<string, string>;
  readonly reference?: string;
  readonly extras?: readonly ExtraInput[];
  readonly returnUrl?: string;
}

/** The shop's own number of an order: the expression of an index. */
export const referenceOf = (recorded: SQLWrapper) => sql`${recorded} ->> '$.reference'`;

/**
 * Orders. `version` is the `seq` of the last event whose effects are applied.
 *
 * The words of a status, a payment method, a currency or a cause are not listed in constraints: a new word would need a new
 * table. The schemas of the contracts and the types hold them. A constraint says what follows from a word that it names.
 */
export const orders = sqliteTable(
  "orders",
  {
    id: integer().primaryKey(),
    version: integer().notNull(),
    userId: text("user_id")
      .notNull()
      .references(() => customers.id),
    /** The customer's details when they ordered. They do not change when the customer's name does. */
    customerName: text("customer_name").notNull().default(""),
    customerEmail: text("customer_email"),
    customerPhone: text("customer_phone"),
    status: text().$type<OrderStatus>().notNull(),
    paymentMethod: text("payment_method").$type<PaymentMethod>().notNull(),
    currency: text().$type<Currency>().notNull(),
    subtotalAmount: integer("subtotal_amount").notNull(),
    discountAmount: integer("discount_amount").notNull(),
    discountCode: text("discount_code"),
    /** What the extra lines add to the total. Triggers of the migrations hold it to be the sum of those in `recorded`. */
    extraAmount: integer("extra_amount").notNull().default(0),
    totalAmount: integer("total_amount").notNull(),
    refundedAmount: integer("refunded_amount").notNull(),
    /** The refunds of the order's own payment that are PENDING. */
    pendingRefundAmount: integer("pending_refund_amount").notNull().default(0),
    createdAt: timestamp("created_at").notNull(),
    updatedAt: timestamp("updated_at").notNull(),
    expiresAt: timestamp("expires_at"),
    paidAt: timestamp("paid_at"),
    /** Given with the payment: one more than the last. */
    invoiceNumber: integer("invoice_number"),
    cancelledAt: timestamp("cancelled_at"),
    cancelReason: text("cancel_reason"),
    cancelCause: text("cancel_cause").$type<CancelCause>(),
    /** The pieces of counted stock that the order took when it was placed. */
    reservedPieces: integer("reserved_pieces").notNull().default(0),
    /** One column for all, because most orders have none, and every request reads each column. */
    recorded: text({ mode: "json" }).$type<Recorded>(),
  },
  (table) => [
    index("orders_user").on(table.userId, table.id),
    index("orders_user_status").on(table.userId, table.status, table.id),
    // Has all that the limits of a customer's reservations need, so that the gate reads no order.
    index("orders_open")
      .on(table.userId, table.reservedPieces)
      .where(sql`${table.status} = 'PENDING'`),
    index("orders_status").on(table.status, table.id),
    index("orders_payment_method").on(table.paymentMethod, table.id),
    // Lists of a range of time are sorted by that time.
    index("orders_created").on(table.createdAt, table.id),
    index("orders_paid")
      .on(table.paidAt, table.id)
      .where(sql`${table.paidAt} IS NOT NULL`),
    uniqueIndex("orders_invoice_number")
      .on(table.invoiceNumber)
      .where(sql`${table.invoiceNumber} IS NOT NULL`),
    index("orders_updated").on(table.updatedAt, table.id),
    index("orders_to_expire")
      .on(table.expiresAt, table.id)
      .where(sql`${table.status} = 'PENDING' AND ${table.expiresAt} IS NOT NULL`),
    uniqueIndex("orders_reference")
      .on(sql`${referenceOf(table.recorded)}`)
      .where(sql`${referenceOf(table.recorded)} IS NOT NULL`),
    check("orders_recorded", sql`json_type(${table.recorded}) = 'object'`),
    check("orders_subtotal", sql`${table.subtotalAmount} BETWEEN 0 AND ${constant(limits.orderAmount)}`),
    check("orders_discount", sql`${table.discountAmount} BETWEEN 0 AND ${table.subtotalAmount}`),
    check("orders_extra_amount", sql`${table.extraAmount} >= 0`),
    check(
      "orders_total",
      sql`${table.totalAmount} = ${table.subtotalAmount} - ${table.discountAmount} + ${table.extraAmount}
        AND ${table.totalAmount} <= ${constant(limits.orderAmount)}`,
    ),
    check("orders_refunded", sql`${table.refundedAmount} BETWEEN 0 AND ${table.totalAmount}`),
    check(
      "orders_pending_refund",
      sql`${table.pendingRefundAmount} BETWEEN 0 AND max(${table.totalAmount} - ${table.refundedAmount}, 0)`,
    ),
    check(
      "orders_paid_at",
      sql`CASE WHEN ${table.status} IN ('PAID', 'REFUNDED') THEN ${table.paidAt} IS NOT NULL
        WHEN ${table.status} IN ('PENDING', 'CANCELLED') THEN ${table.paidAt} IS NULL ELSE TRUE END`,
    ),
    check("orders_cancelled_at", sql`(${table.cancelledAt} IS NOT NULL) = (${table.status} = 'CANCELLED')`),
  ],
);

/** The lines of orders, with product, name and price at the time of the order. */
export const orderItems = sqliteTable(
  "order_items",
  {
    orderId: integer("order_id")
      .notNull()
      .references(() => orders.id),
    position: integer().notNull(),
    productId: integer("product_id")
      .notNull()
      .references(() => products.id),
    sku: text().notNull(),
    name: text().notNull(),
    quantity: integer().notNull(),
    unitPrice: integer("unit_price").notNull(),
    discountAmount: integer("discount_amount").notNull(),
    totalAmount: integer("total_amount").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.position] }),
    check("order_items_quantity", sql`${table.quantity} BETWEEN 1 AND ${constant(limits.lineQuantity)}`),
    check("order_items_unit_price", sql`${table.unitPrice} >= 0`),
    check(
      "order_items_total",
      sql`${table.discountAmount} >= 0 AND ${table.totalAmount} >= 0
        AND ${table.totalAmount} = ${table.quantity} * ${table.unitPrice} - ${table.discountAmount}`,
    ),
  ],
);
