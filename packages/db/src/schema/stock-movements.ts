import { type StockCause, orderStockCauses, stockCauses } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { timestamp, words } from "./columns.ts";
import { orders } from "./orders.ts";
import { products } from "./products.ts";

/**
 * Every change of the stock of a product, in order. A trigger of the migrations gives each new row's `stock` to its
 * product, so stock changes by a row of this table and in no other way. Rows are only added.
 */
export const stockMovements = sqliteTable(
  "stock_movements",
  {
    id: integer().primaryKey(),
    productId: integer("product_id")
      .notNull()
      .references(() => products.id),
    cause: text().$type<StockCause>().notNull(),
    at: timestamp("at").notNull(),
    /** Null if the stock was or became unlimited. */
    change: integer(),
    /** The stock after it; null means unlimited. */
    stock: integer(),
    orderId: integer("order_id").references(() => orders.id),
    // The rest is of movements by staff. That of an order is in the order's events.
    actorId: text("actor_id"),
    reason: text(),
    commandId: text("command_id"),
    idempotencyKey: text("idempotency_key"),
    fingerprint: text(),
  },
  (table) => [
    index("stock_movements_product").on(table.productId),
    // An order moves a product once for each cause.
    uniqueIndex("stock_movements_order")
      .on(table.orderId, table.productId, table.cause)
      .where(sql`${table.orderId} IS NOT NULL`),
    uniqueIndex("stock_movements_command")
      .on(table.commandId, table.productId)
      .where(sql`${table.commandId} IS NOT NULL`),
    uniqueIndex("stock_movements_key")
      .on(table.actorId, table.idempotencyKey)
      .where(sql`${table.idempotencyKey} IS NOT NULL`),
    check("stock_movements_cause_known", sql`${table.cause} IN (${words(stockCauses)})`),
    check(
      "stock_movements_order_cause",
      sql`(${table.orderId} IS NOT NULL) = (${table.cause} IN (${words(orderStockCauses)}))`,
    ),
    check("stock_movements_stock", sql`${table.stock} >= 0`),
  ],
);
