import type { Paid, PayInput, World } from "../src/world.ts";

export const schema = [
  "CREATE TABLE orders (id INTEGER PRIMARY KEY, status TEXT NOT NULL, amount INTEGER NOT NULL, email TEXT NOT NULL)",
  "CREATE TABLE payments (id TEXT PRIMARY KEY, order_id INTEGER NOT NULL, amount INTEGER NOT NULL, status TEXT NOT NULL)",
];

type Order = { status: string; email: string };

/** Pays an order: reads its status, and then writes. */
export async function pay({ db, mail }: World, { orderId }: PayInput): Promise<Paid> {
  const [order] = await db.query<Order>("SELECT status, email FROM orders WHERE id = :orderId", { orderId });
  if (order?.status !== "PENDING") return { refused: `Order #${orderId} can't be paid.` }; // Break this line.

  const paymentId = `pay_${crypto.randomUUID()}`;
  await db.query("INSERT INTO payments SELECT :paymentId, id, amount, 'SUCCEEDED' FROM orders WHERE id = :orderId", {
    paymentId,
    orderId,
  });
  await db.query("UPDATE orders SET status = 'PAID' WHERE id = :orderId", { orderId });
  await mail({ to: order.email, text: `Your order #${orderId} is paid.` });
  return { paymentId, status: "SUCCEEDED" };
}
