import type { OrderStockCause } from "@till/contracts";
import { type SQL, sql } from "drizzle-orm";
import { words } from "../schema/columns.ts";
import { orderItems, orders, products, stockMovements } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { event } from "./gate.ts";

// A movement changes the stock: the trigger on its table gives `stock` to the product (see `stock_movements_apply`).

const movement = (
  cause: OrderStockCause,
  { productId, change, stock, from }: Record<"productId" | "change" | "stock" | "from", SQL>,
) =>
  insertFrom(
    stockMovements,
    { productId, cause: words([cause]), at: sql`${event.at}`, change, stock, orderId: sql`${orders.id}` },
    from,
  );

/** Takes the items of new orders out of stock. Unlimited stock (null) does not move. */
export const takeStock = (events: SQL) =>
  movement("ORDER_CREATED", {
    productId: sql`product_id`,
    change: sql`-quantity`,
    stock: sql`stock - quantity`,
    from: sql`FROM ${events} JOIN ${orderItems} AS item ON item.order_id = ${orders.id}
      JOIN ${products} AS product ON product.id = product_id AND stock IS NOT NULL`,
  });

/**
 * Puts back what orders took, piece by piece. Stock that has become unlimited since stays so. Several orders may return
 * the same product at once, so each row adds up what came before it.
 */
export const returnStock = (cause: Exclude<OrderStockCause, "ORDER_CREATED">, events: SQL) =>
  movement(cause, {
    productId: sql`taken.product_id`,
    change: sql`-taken.change`,
    stock: sql`product.stock - sum(taken.change) OVER (PARTITION BY taken.product_id ORDER BY ${event.id})`,
    from: sql`FROM ${events} JOIN ${stockMovements} AS taken ON taken.order_id = ${orders.id} AND taken.cause = 'ORDER_CREATED'
      JOIN ${products} AS product ON product.id = taken.product_id ORDER BY ${event.id}`,
  });
