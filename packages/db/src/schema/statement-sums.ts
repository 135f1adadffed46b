import type { Currency, PaymentMethod } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { timestamp } from "./columns.ts";

/**
 * Running sums of what was paid and given back: one row for each quarter of an hour, currency and payment method. Amounts
 * in minor units. A trigger of the migrations writes them with `order_sums`, from the same events. The migration makes
 * the table `WITHOUT ROWID`, which the generator does not support.
 */
export const statementSums = sqliteTable(
  "statement_sums",
  {
    /** When the quarter of an hour begins. */
    quarter: timestamp("quarter").notNull(),
    currency: text().$type<Currency>().notNull(),
    paymentMethod: text("payment_method").$type<PaymentMethod>().notNull(),
    /** The orders that were paid, the sums of their columns, and their lowest and highest invoice number. */
    orders: integer().notNull(),
    subtotalAmount: integer("subtotal_amount").notNull(),
    discountAmount: integer("discount_amount").notNull(),
    totalAmount: integer("total_amount").notNull(),
    firstInvoice: integer("first_invoice"),
    lastInvoice: integer("last_invoice"),
    /** The refunds that succeeded, whenever their orders were paid. */
    refunds: integer().notNull(),
    refundedAmount: integer("refunded_amount").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.quarter, table.currency, table.paymentMethod] }),
    check("statement_sums_counts", sql`${table.orders} >= 0 AND ${table.refunds} >= 0`),
  ],
);
