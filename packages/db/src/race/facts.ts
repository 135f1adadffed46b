import type { OrderStatus } from "@till/contracts";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { orderItems, orders, payments, products, refunds } from "../schema/schema.ts";
import { rawStatement } from "../statements/statement.ts";

/** The pieces of a product: those in stock, and those that orders hold. */
export interface Pieces {
  readonly productId: number;
  readonly stock: number;
  readonly held: number;
}

const selectPieces = rawStatement<Pieces>(
  () => sql`SELECT product.id AS productId, product.stock AS stock, coalesce(holding.pieces, 0) AS held
    FROM ${products} AS product LEFT JOIN (
      SELECT line.product_id, sum(line.quantity) AS pieces FROM ${orderItems} AS line
      JOIN ${orders} AS placed ON placed.id = line.order_id
      WHERE placed.status <> 'CANCELLED' AND NOT EXISTS (
        SELECT 1 FROM ${refunds} AS refund WHERE refund.order_id = placed.id AND refund.restocked)
      GROUP BY line.product_id) AS holding ON holding.product_id = product.id
    WHERE product.stock IS NOT NULL`,
);

/** The money of an order, in minor units. */
export interface OrderMoney {
  readonly orderId: number;
  readonly status: OrderStatus;
  readonly totalAmount: number;
  readonly refundedAmount: number;
  /** How many payments succeeded, and what they come to. */
  readonly successes: number;
  readonly paidAmount: number;
}

const selectMoney = rawStatement<OrderMoney, { ids: string }>(
  ({ ids }) => sql`SELECT placed.id AS orderId, placed.status AS status, placed.total_amount AS totalAmount,
      placed.refunded_amount AS refundedAmount, count(paid.id) AS successes, coalesce(sum(paid.amount), 0) AS paidAmount
    FROM ${orders} AS placed LEFT JOIN ${payments} AS paid ON paid.order_id = placed.id AND paid.status = 'SUCCEEDED'
    WHERE placed.id IN (SELECT value FROM json_each(${ids})) GROUP BY placed.id`,
);

/** The pieces of each product whose stock is counted. One HTTP request. */
export const countPieces = (db: Database): Promise<Pieces[]> => db.run(selectPieces({}));

/** The money of these orders. One HTTP request. */
export const moneyOfOrders = (db: Database, ids: readonly number[]): Promise<OrderMoney[]> =>
  db.run(selectMoney({ ids: JSON.stringify(ids) }));
