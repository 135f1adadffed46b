import type { Paid, PayInput, World } from "../src/world.ts";

export const schema = [
  `CREATE TABLE orders (id INTEGER PRIMARY KEY, status TEXT NOT NULL, amount INTEGER NOT NULL, email TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0)`,
  "CREATE TABLE payments (id TEXT PRIMARY KEY, order_id INTEGER NOT NULL, amount INTEGER NOT NULL, status TEXT NOT NULL)",
  `CREATE TABLE order_events (id INTEGER PRIMARY KEY, type TEXT NOT NULL, order_id INTEGER NOT NULL, seq INTEGER NOT NULL,
    UNIQUE (order_id, seq) -- Break this line.
  )`,
];

/** The gate: writes the order's next event, if the order can be paid now. */
const writeEvent = `INSERT INTO order_events (type, order_id, seq)
  SELECT 'order.paid', id, version + 1 FROM orders WHERE id = :orderId AND status = 'PENDING'
  ON CONFLICT DO NOTHING RETURNING id`;

/** Pays an order: writes the event first. Only who wrote it goes on. */
export async function pay({ db, mail }: World, { orderId }: PayInput): Promise<Paid> {
  const [event] = await db.query<{ id: number }>(writeEvent, { orderId });
  if (!event) return { refused: `Order #${orderId} can't be paid.` };

  const paymentId = `pay_${crypto.randomUUID()}`;
  await db.query("INSERT INTO payments SELECT :paymentId, id, amount, 'SUCCEEDED' FROM orders WHERE id = :orderId", {
    paymentId,
    orderId,
  });
  const [order] = await db.query<{ email: string }>(
    "UPDATE orders SET status = 'PAID', version = version + 1 WHERE id = :orderId RETURNING email",
    { orderId },
  );
  if (order) await mail({ to: order.email, text: `Your order #${orderId} is paid.` });
  return { paymentId, status: "SUCCEEDED" };
}
