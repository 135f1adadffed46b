import { type OrderLine, limits } from "@till/contracts";
import { type SQL, sql } from "drizzle-orm";
import { products } from "./schema/schema.ts";

/** The lines of a basket as rows, beside the products that they name (null where there is no such product). */
export const basketRows = (lines: readonly OrderLine[]): SQL =>
  sql`(SELECT line.key AS position, line.value ->> 'productId' AS product_id, line.value ->> 'quantity' AS quantity
      FROM json_each(${JSON.stringify(lines)}) AS line) AS basket
    LEFT JOIN ${products} ON ${products.id} = basket.product_id`;

/** One row if every line can be sold as it stands: known, in stock, in one currency, within the limit; else none. */
export const sellable = (lines: readonly OrderLine[]): SQL =>
  sql`FROM (
      SELECT count(${products.id}) = count(*)
        AND min(coalesce(${products.stock} >= basket.quantity, TRUE))
        AND count(DISTINCT ${products.currency}) = 1
        AND sum(basket.quantity * ${products.unitPrice}) <= ${limits.orderAmount} AS sellable
      FROM ${basketRows(lines)}
    ) AS verdict WHERE verdict.sellable`;
