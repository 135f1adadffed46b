import { type Currency, type DiscountKind, discountKinds, limits } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { constant, timestamp, words } from "./columns.ts";

/** Discount codes. `value` is whole percent or minor units; `uses` counts the orders that use the code now. */
export const discounts = sqliteTable(
  "discounts",
  {
    code: text().primaryKey(),
    kind: text().$type<DiscountKind>().notNull(),
    value: integer().notNull(),
    currency: text().$type<Currency>().notNull(),
    minSubtotal: integer("min_subtotal").notNull().default(0),
    maxDiscount: integer("max_discount"),
    startsAt: timestamp("starts_at"),
    endsAt: timestamp("ends_at"),
    maxUses: integer("max_uses"),
    maxUsesPerCustomer: integer("max_uses_per_customer"),
    uses: integer().notNull().default(0),
    /** From when on it gives nothing. */
    disabledAt: timestamp("disabled_at"),
  },
  (table) => [
    check("discounts_code", sql`${table.code} = upper(${table.code})`),
    check("discounts_kind_known", sql`${table.kind} IN (${words(discountKinds)})`),
    check(
      "discounts_value",
      sql`${table.value} BETWEEN 1 AND CASE ${table.kind} WHEN 'PERCENT' THEN 100 ELSE ${constant(limits.orderAmount)} END`,
    ),
    check("discounts_min_subtotal", sql`${table.minSubtotal} >= 0`),
    check("discounts_max_discount", sql`${table.maxDiscount} > 0`),
    check("discounts_uses", sql`${table.uses} BETWEEN 0 AND coalesce(${table.maxUses}, ${table.uses})`),
  ],
);

/** How many orders of each customer use a code now. */
export const discountUses = sqliteTable(
  "discount_uses",
  {
    code: text()
      .notNull()
      .references(() => discounts.code),
    userId: text("user_id").notNull(),
    uses: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.code, table.userId] }),
    check("discount_uses_uses", sql`${table.uses} >= 0`),
  ],
);
