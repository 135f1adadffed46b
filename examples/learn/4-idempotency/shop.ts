import { sendUntilAnswered } from "../src/database.ts";
import type { Paid, PayInput, World } from "../src/world.ts";

export const schema = [
  `CREATE TABLE orders (id INTEGER PRIMARY KEY, status TEXT NOT NULL, amount INTEGER NOT NULL, email TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0)`,
  "CREATE TABLE payments (id TEXT PRIMARY KEY, order_id INTEGER NOT NULL, amount INTEGER NOT NULL, status TEXT NOT NULL)",
  `CREATE TABLE order_events (id INTEGER PRIMARY KEY, command_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
    order_id INTEGER NOT NULL, seq INTEGER NOT NULL, key TEXT UNIQUE, request TEXT NOT NULL, UNIQUE (order_id, seq))`,
];

/** The gate: writes the order's next event, if the order can be paid now and the key is new. */
const writeEvent = `INSERT INTO order_events (command_id, type, order_id, seq, key, request)
  SELECT :commandId, 'order.paid', id, version + 1, :key, :request FROM orders WHERE id = :orderId AND status = 'PENDING'
  ON CONFLICT DO NOTHING`;

/** The order of this command's event, until the event is applied. */
const applying = `(SELECT order_id FROM order_events JOIN orders AS subject ON subject.id = order_id
  WHERE command_id = :commandId
    AND seq > version -- Break this line.
  )`;

const insertPayment = `INSERT INTO payments
  SELECT 'pay_' || :commandId, id, amount, 'SUCCEEDED' FROM orders WHERE id IN ${applying}`;

/** The last write: from now on the event is applied. */
const advance = `UPDATE orders SET status = 'PAID', version = version + 1 WHERE id IN ${applying}`;

/** The event of this command, or of the one that this one repeats. */
const readBack = `SELECT command_id, request, email FROM order_events JOIN orders ON orders.id = order_id
  WHERE command_id = :commandId OR key = :key`;

type WrittenEvent = { command_id: string; request: string; email: string };

/** Pays an order: one batch. A repeat under the same key is answered with the first payment. */
export async function pay({ db, mail }: World, { orderId, key = null }: PayInput): Promise<Paid> {
  const request = JSON.stringify(["pay", orderId]);
  const values = { orderId, key, request, commandId: crypto.randomUUID() };
  const [event] = await sendUntilAnswered<WrittenEvent>(db, [writeEvent, insertPayment, advance, readBack], values);
  if (!event) return { refused: `Order #${orderId} can't be paid.` };
  if (event.request !== request) return { refused: `The key ${key} was used for another request.` };

  await mail({ to: event.email, text: `Your order #${orderId} is paid.` });
  return { paymentId: `pay_${event.command_id}`, status: "SUCCEEDED" };
}
