import type { Currency, DeclineCode, EventType } from "@till/contracts";
import { check, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { sql } from "drizzle-orm";
import { timestamp } from "./columns.ts";

/**
 * Running sums of what happened to orders: one row for each quarter of an hour, type of event, currency and decline
 * code. A day begins at a quarter of an hour in every time zone, so the rows can be summed up for the days of any zone.
 *
 * Triggers of the migrations write them: `advance`, the last write of every command, sets an order's version to the
 * number of its new event, and the trigger on that column adds the event. The migrations make the table `WITHOUT ROWID`,
 * which the generator does not support.
 */
export const orderSums = sqliteTable(
  "order_sums",
  {
    /** When the quarter of an hour begins. */
    quarter: timestamp("quarter").notNull(),
    type: text().$type<EventType>().notNull(),
    currency: text().$type<Currency>().notNull(),
    /** Why a payment failed, or "" if none did. */
    declineCode: text("decline_code").$type<DeclineCode | "">().notNull(),
    count: integer().notNull(),
    /** In minor units: of a refund its own amount, else the total of the order. */
    amount: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.quarter, table.type, table.currency, table.declineCode] }),
    check("order_sums_count", sql`${table.count} > 0`),
    check("order_sums_amount", sql`${table.amount} >= 0`),
  ],
);
