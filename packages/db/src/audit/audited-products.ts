import { limits } from "@till/contracts";
import type { AuditedProduct } from "@till/domain";
import { sql } from "drizzle-orm";
import { products, stockMovements } from "../schema/schema.ts";
import { type Given, statementOf } from "../statements/statement.ts";

const some = sql.raw(String(limits.auditEvents));

/** The movements of the product outside, by the index on it, each with what the one before left. */
const movements = sql`SELECT id, change, stock, lag(stock) OVER (ORDER BY id) AS before
  FROM ${stockMovements} WHERE product_id = ${products.id}`;

/** From and to unlimited stock there is no sum, and such a movement says no change. */
const broken = sql`(SELECT json_group_array(json_object('id', id, 'expected', before + change, 'found', stock))
  FROM (SELECT * FROM (${movements}) WHERE before + change IS NOT NULL AND before + change IS NOT stock LIMIT ${some}))`;

const last = sql`(SELECT json_object('stock', stock) FROM ${stockMovements}
  WHERE product_id = ${products.id} ORDER BY id DESC LIMIT 1)`;

interface Place {
  readonly after: number;
}

/** Selects the products of one piece of an audit, and one more that says that there are others. */
export const selectAuditedProducts = statementOf<AuditedProduct, Place>(
  ({ after }: Given<Place>) => sql`SELECT id, stock, ${last}, ${broken}
    FROM ${products} WHERE id > ${after} ORDER BY id LIMIT ${sql.raw(String(limits.auditProducts + 1))}`,
  ([id, stock, left, breaks]) =>
    ({ id, stock, last: JSON.parse(String(left)), broken: JSON.parse(String(breaks)) }) as AuditedProduct,
);
