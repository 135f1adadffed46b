import { type Transaction, createClient } from "@libsql/client/web";
import type { OrderRequest } from "./order-request.ts";

interface Environment {
  readonly DATABASE_URL: string;
  readonly DATABASE_AUTH_TOKEN: string;
}

/**
 * The plain way: an order as most people write it, in an interactive transaction with a query for each step and line.
 */
export default {
  async fetch(request: Request, { DATABASE_URL, DATABASE_AUTH_TOKEN }: Environment): Promise<Response> {
    const order = (await request.json()) as OrderRequest;
    const client = createClient({ url: DATABASE_URL, authToken: DATABASE_AUTH_TOKEN });
    const transaction = await client.transaction("write");
    try {
      const id = await place(transaction, order);
      await transaction.commit();
      return Response.json({ id, items: order.items });
    } finally {
      transaction.close();
      client.close();
    }
  },
};

async function place(transaction: Transaction, { userId, key, items }: OrderRequest): Promise<number> {
  const run = async (sql: string, ...args: (string | number)[]) => (await transaction.execute({ sql, args })).rows[0];
  const now = new Date().toISOString();
  const lines: { productId: number; quantity: number; unitPrice: number }[] = [];
  for (const { productId, quantity } of items) {
    const product = await run("SELECT unit_price, stock FROM lean_products WHERE id = ?", productId);
    if (!product || Number(product["stock"]) < quantity) throw new Error(`Product ${productId} is not in stock.`);
    lines.push({ productId, quantity, unitPrice: Number(product["unit_price"]) });
  }
  const total = lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  const placed = await run(
    "INSERT INTO lean_orders (command_id, user_id, status, total, created_at) VALUES (?, ?, 'PENDING', ?, ?) RETURNING id",
    crypto.randomUUID(),
    userId,
    total,
    now,
  );
  const id = Number(placed?.["id"]);
  await run(
    "INSERT INTO lean_events (order_id, actor_id, key, type, at) VALUES (?, ?, ?, 'order.created', ?)",
    id,
    userId,
    key,
    now,
  );
  for (const [position, { productId, quantity, unitPrice }] of lines.entries()) {
    await run(
      "INSERT INTO lean_items (order_id, position, product_id, quantity, unit_price) VALUES (?, ?, ?, ?, ?)",
      id,
      position,
      productId,
      quantity,
      unitPrice,
    );
    await run("UPDATE lean_products SET stock = stock - ? WHERE id = ?", quantity, productId);
  }
  return id;
}
