import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { timestamp } from "./columns.ts";
import { orders } from "./orders.ts";
import { payments } from "./payments.ts";

/** Refunds. A remote gateway is told from `askAgainAt` on, until `settledAt` is set. */
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
    askAgainAt: timestamp("ask_again_at"),
    settledAt: timestamp("settled_at"),
  },
  (table) => [
    index("refunds_order").on(table.orderId),
    index("refunds_payment").on(table.paymentId),
    index("refunds_to_settle")
      .on(table.askAgainAt)
      .where(sql`${table.askAgainAt} IS NOT NULL`),
    check("refunds_amount", sql`${table.amount} > 0`),
    check("refunds_settled", sql`(${table.settledAt} IS NULL) = (${table.askAgainAt} IS NOT NULL)`),
  ],
);
