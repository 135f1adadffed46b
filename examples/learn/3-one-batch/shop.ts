import type { Paid, PayInput, World } from "../src/world.ts";

export const schema = [
  `CREATE TABLE orders (id INTEGER PRIMARY KEY, status TEXT NOT NULL, amount INTEGER NOT NULL, email TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0)`,
  "CREATE TABLE payments (id TEXT PRIMARY KEY, order_id INTEGER NOT NULL, amount INTEGER NOT NULL, status TEXT NOT NULL)",
  `CREATE TABLE order_events (id INTEGER PRIMARY KEY, command_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
    order_id INTEGER NOT NULL, seq INTEGER NOT NULL, UNIQUE (order_id, seq))`,
];

/** The gate: writes the order's next event, if the order can be paid now. */
const writeEvent = `INSERT INTO order_events (command_id, type, order_id, seq)
  SELECT :commandId, 'order.paid', id, version + 1 FROM orders WHERE id = :orderId AND status = 'PENDING'
  ON CONFLICT DO NOTHING`;

/** The order of this command's event. There is none if the command was refused. */
const applying = "(SELECT order_id FROM order_events WHERE command_id = :commandId)";

const insertPayment = `INSERT INTO payments
  SELECT 'pay_' || :commandId, id, amount, 'SUCCEEDED' FROM orders WHERE id IN ${applying}`;

const advance = `UPDATE orders SET status = 'PAID', version = version + 1
  WHERE id IN ${applying} -- Break this line.
`;

const readBack = "SELECT email FROM orders JOIN order_events ON order_id = orders.id WHERE command_id = :commandId";

/** Pays an order: one batch, which does everything or nothing. */
export async function pay({ db, mail }: World, { orderId }: PayInput): Promise<Paid> {
  const commandId = crypto.randomUUID();
  const [order] = await db.batch<{ email: string }>([writeEvent, insertPayment, advance, readBack], {
    orderId,
    commandId,
  });
  if (!order) return { refused: `Order #${orderId} can't be paid.` };

  await mail({ to: order.email, text: `Your order #${orderId} is paid.` });
  return { paymentId: `pay_${commandId}`, status: "SUCCEEDED" };
}
