import { type Currency, limits } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { constant, timestamp } from "./columns.ts";

/**
 * The catalogue. `stock` is what can still be ordered; null means unlimited. Only a row in `stock_movements` changes it.
 */
export const products = sqliteTable(
  "products",
  {
    id: integer().primaryKey(),
    sku: text().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    unitPrice: integer("unit_price").notNull(),
    currency: text().$type<Currency>().notNull(),
    stock: integer(),
    imageUrl: text("image_url"),
    /** From when on it is neither listed nor ordered. */
    archivedAt: timestamp("archived_at"),
  },
  (table) => [
    uniqueIndex("products_sku").on(table.sku),
    check("products_unit_price", sql`${table.unitPrice} BETWEEN 0 AND ${constant(limits.orderAmount)}`),
    check("products_stock", sql`${table.stock} >= 0`),
  ],
);
