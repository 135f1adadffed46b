import { newId } from "./new-id.ts";
import type { OrderRequest } from "./order-request.ts";

interface Environment {
  readonly DATABASE_URL: string;
  readonly DATABASE_AUTH_TOKEN: string;
}

/**
 * The lean way: the least SQL that stores an order, in one batch. It writes nothing unless every product exists and is
 * in stock, and it accepts a key once. It checks nothing else and gives no reasons.
 */
export default {
  async fetch(request: Request, { DATABASE_URL, DATABASE_AUTH_TOKEN }: Environment): Promise<Response> {
    const { userId, key, items } = (await request.json()) as OrderRequest;
    const [id, now, basket] = [newId(), new Date().toISOString(), JSON.stringify(items)];
    const answer = await fetch(`${DATABASE_URL}/v2/pipeline`, {
      method: "POST",
      headers: { authorization: `Bearer ${DATABASE_AUTH_TOKEN}` },
      body: JSON.stringify({
        requests: [{ type: "batch", batch: { steps: steps({ id, userId, now, basket, key }) } }, { type: "close" }],
      }),
    });
    const { results } = (await answer.json()) as { results: [{ response?: { result: BatchResult } }] };
    const result = results[0].response?.result;
    const orderId = result?.step_results[1]?.rows[0]?.[0]?.value;
    const isDone = result?.step_results.at(-1) && orderId !== undefined;
    return isDone ? Response.json({ id: Number(orderId), items }) : Response.json(results, { status: 409 });
  },
};

interface BatchResult {
  readonly step_results: readonly ({ readonly rows: readonly { readonly value?: string }[][] } | null)[];
}

const lines = `(SELECT "key" AS position, value ->> 'productId' AS product_id, value ->> 'quantity' AS quantity FROM json_each(?2)) AS line`;

function steps(order: { id: string; userId: string; now: string; basket: string; key: string }) {
  const { id, userId, now, basket, key } = order;
  const statements: [string, ...string[]][] = [
    ["BEGIN IMMEDIATE"],
    [
      `INSERT INTO lean_orders (command_id, user_id, status, total, created_at)
        SELECT ?1, ?3, 'PENDING', sum(line.quantity * product.unit_price), ?4
        FROM ${lines} JOIN lean_products AS product ON product.id = line.product_id AND product.stock >= line.quantity
        GROUP BY ?1 HAVING count(*) = json_array_length(?2)
        RETURNING id`,
      id,
      basket,
      userId,
      now,
    ],
    [
      `INSERT INTO lean_events (order_id, actor_id, key, type, at)
        SELECT id, user_id, ?2, 'order.created', created_at FROM lean_orders WHERE command_id = ?1`,
      id,
      key,
    ],
    [
      `INSERT INTO lean_items (order_id, position, product_id, quantity, unit_price)
        SELECT placed.id, line.position, product.id, line.quantity, product.unit_price
        FROM lean_orders AS placed, ${lines} JOIN lean_products AS product ON product.id = line.product_id
        WHERE placed.command_id = ?1`,
      id,
      basket,
    ],
    [
      `UPDATE lean_products SET stock = stock - item.quantity
        FROM lean_items AS item JOIN lean_orders AS placed ON placed.id = item.order_id
        WHERE placed.command_id = ?1 AND lean_products.id = item.product_id`,
      id,
    ],
    ["COMMIT"],
  ];
  return statements.map(([sql, ...values], index) => ({
    ...(index > 0 && { condition: { type: "ok", step: index - 1 } }),
    stmt: { sql, args: values.map((value) => ({ type: "text", value })) },
  }));
}
