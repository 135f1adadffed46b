import type { RefundStatus } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { dueColumns, timestamp } from "./columns.ts";
import { orders } from "./orders.ts";
import { payments } from "./payments.ts";

/** Money given back, or to give back. Due is to tell the gateway of a refund that is PENDING. */
export const refunds = sqliteTable(
  "refunds",
  {
    id: text().primaryKey(),
    orderId: integer("order_id")
      .notNull()
      .references(() => orders.id),
    paymentId: text("payment_id")
      .notNull()
      .references(() => payments.id),
    amount: integer().notNull(),
    status: text().$type<RefundStatus>().notNull(),
    reason: text(),
    /** The sentence of the gateway, if it does not take the refund. */
    failureReason: text("failure_reason"),
    /** How often the gateway has refused it for good. */
    refusals: integer().notNull().default(0),
    restocked: integer({ mode: "boolean" }).notNull(),
    createdAt: timestamp("created_at").notNull(),
    ...dueColumns(),
    settledAt: timestamp("settled_at"),
  },
  (table) => [
    index("refunds_order").on(table.orderId),
    index("refunds_payment").on(table.paymentId),
    index("refunds_to_settle")
      .on(table.nextAttemptAt)
      .where(sql`${table.nextAttemptAt} IS NOT NULL`),
    index("refunds_taken_by")
      .on(table.takenBy)
      .where(sql`${table.takenBy} IS NOT NULL`),
    check("refunds_amount", sql`${table.amount} >= 0`),
    // The words of the status are not listed here, so that a new one needs no new table.
    check("refunds_settled", sql`(${table.settledAt} IS NOT NULL) = (${table.status} = 'SUCCEEDED')`),
    check("refunds_due", sql`(${table.nextAttemptAt} IS NOT NULL) = (${table.status} = 'PENDING')`),
    check("refunds_failed", sql`(${table.failureReason} IS NOT NULL) = (${table.status} IN ('FAILED', 'DROPPED'))`),
  ],
);
