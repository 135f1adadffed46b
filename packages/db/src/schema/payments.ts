import type { DeclineCode, MaskedSource, PaymentMethod, PaymentStatus } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { dueColumns, timestamp } from "./columns.ts";
import { orders } from "./orders.ts";

/** Payment attempts. Their words are not listed in constraints, as in `orders`. At most one attempt of an order succeeds, and at most one is open. */
export const payments = sqliteTable(
  "payments",
  {
    id: text().primaryKey(),
    orderId: integer("order_id")
      .notNull()
      .references(() => orders.id),
    amount: integer().notNull(),
    status: text().$type<PaymentStatus>().notNull(),
    method: text().$type<PaymentMethod>().notNull(),
    source: text({ mode: "json" }).$type<MaskedSource>().notNull(),
    declineCode: text("decline_code").$type<DeclineCode>(),
    /** Why it failed, in the gateway's own words. */
    sentence: text(),
    /** The name of the gateway that took it; null if it was made before names were kept. */
    gateway: text(),
    /** The gateway's own id for the attempt. */
    reference: text().notNull().default(""),
    createdAt: timestamp("created_at").notNull(),
    settledAt: timestamp("settled_at"),
    /** Where the customer confirms the attempt, if not on Till's own page. */
    actionUrl: text("action_url"),
    /** The due work is to ask the gateway for the outcome of a PROCESSING attempt. */
    ...dueColumns(),
  },
  (table) => [
    index("payments_order").on(table.orderId),
    uniqueIndex("payments_one_succeeded")
      .on(table.orderId)
      .where(sql`${table.status} = 'SUCCEEDED'`),
    uniqueIndex("payments_one_open")
      .on(table.orderId)
      .where(sql`${table.status} IN ('REQUIRES_ACTION', 'PROCESSING')`),
    index("payments_to_settle")
      .on(table.nextAttemptAt)
      .where(sql`${table.nextAttemptAt} IS NOT NULL`),
    index("payments_taken_by")
      .on(table.takenBy)
      .where(sql`${table.takenBy} IS NOT NULL`),
    check("payments_amount", sql`${table.amount} >= 0`),
    check("payments_source", sql`json_valid(${table.source})`),
    check("payments_decline_code", sql`(${table.declineCode} IS NOT NULL) = (${table.status} = 'FAILED')`),
    check(
      "payments_settled_at",
      sql`CASE WHEN ${table.status} IN ('SUCCEEDED', 'FAILED') THEN ${table.settledAt} IS NOT NULL
        WHEN ${table.status} IN ('REQUIRES_ACTION', 'PROCESSING') THEN ${table.settledAt} IS NULL ELSE TRUE END`,
    ),
  ],
);
