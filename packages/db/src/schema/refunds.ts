import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { dueColumns, timestamp } from "./columns.ts";
import { orders } from "./orders.ts";
import { payments } from "./payments.ts";

/** Money given back. Due is to tell a gateway that is called over a network, until `settledAt` is set. */
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
    reason: text(),
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
    check("refunds_settled", sql`(${table.settledAt} IS NULL) = (${table.nextAttemptAt} IS NOT NULL)`),
  ],
);
