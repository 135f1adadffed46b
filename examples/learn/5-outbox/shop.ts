import { sendUntilAnswered } from "../src/database.ts";
import { errorOf } from "../src/error-of.ts";
import { later } from "../src/later.ts";
import type { Paid, PayInput, World } from "../src/world.ts";

export const schema = [
  `CREATE TABLE orders (id INTEGER PRIMARY KEY, status TEXT NOT NULL, amount INTEGER NOT NULL, email TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0)`,
  "CREATE TABLE payments (id TEXT PRIMARY KEY, order_id INTEGER NOT NULL, amount INTEGER NOT NULL, status TEXT NOT NULL)",
  `CREATE TABLE order_events (id INTEGER PRIMARY KEY, command_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
    order_id INTEGER NOT NULL, seq INTEGER NOT NULL, key TEXT UNIQUE, request TEXT NOT NULL, UNIQUE (order_id, seq))`,
  `CREATE TABLE outbox (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, due_at TEXT, taken_by TEXT, last_error TEXT)`,
];

/** The gate: writes the order's next event, if the order can be paid now and the key is new. */
const writeEvent = `INSERT INTO order_events (command_id, type, order_id, seq, key, request)
  SELECT :commandId, 'order.paid', id, version + 1, :key, :request FROM orders WHERE id = :orderId AND status = 'PENDING'
  ON CONFLICT DO NOTHING`;

/** The order of this command's event, until the event is applied. */
const applying = `(SELECT order_id FROM order_events JOIN orders AS subject ON subject.id = order_id
  WHERE command_id = :commandId AND seq > version)`;

const insertPayment = `INSERT INTO payments
  SELECT 'pay_' || :commandId, id, amount, 'SUCCEEDED' FROM orders WHERE id IN ${applying}`;

const insertMessage = `INSERT INTO outbox (order_id, due_at) SELECT id, :now FROM orders WHERE id IN ${applying}`;

/** The last write: from now on the event is applied. */
const advance = `UPDATE orders SET status = 'PAID', version = version + 1 WHERE id IN ${applying}`;

/** The event of this command, or of the one that this one repeats. */
const readBack = "SELECT command_id, request FROM order_events WHERE command_id = :commandId OR key = :key";

type WrittenEvent = { command_id: string; request: string };

/** Pays an order: one batch, which also writes down that the customer is to be told. */
export async function pay({ db, now }: World, { orderId, key = null }: PayInput): Promise<Paid> {
  const request = JSON.stringify(["pay", orderId]);
  const values = { orderId, key, request, commandId: crypto.randomUUID(), now };
  const [event] = await sendUntilAnswered<WrittenEvent>(
    db,
    [writeEvent, insertPayment, insertMessage, advance, readBack],
    values,
  );
  if (!event) return { refused: `Order #${orderId} can't be paid.` };
  if (event.request !== request) return { refused: `The key ${key} was used for another request.` };
  return { paymentId: `pay_${event.command_id}`, status: "SUCCEEDED" };
}

/** Takes what is due. For five minutes it belongs to its taker; then it is due again, because the taker may be dead. */
const take = `UPDATE outbox SET taken_by = :taker
    , due_at = :until -- Break this line.
  WHERE due_at <= :now
  RETURNING id, order_id, (SELECT email FROM orders WHERE orders.id = order_id) AS email`;

/** Only who has taken a row says what became of it. */
const finish =
  "UPDATE outbox SET due_at = :dueAt, last_error = :error, taken_by = NULL WHERE id = :id AND taken_by = :taker";

type Due = { id: number; order_id: number; email: string };

/** Sends what is due. Runs once a minute. */
export async function sweep({ db, mail, now }: World): Promise<void> {
  const taker = crypto.randomUUID();
  for (const { id, order_id, email } of await db.query<Due>(take, { taker, now, until: later(now, 300) })) {
    const error = await errorOf(() => mail({ to: email, text: `Your order #${order_id} is paid.` }));
    await db.query(finish, { id, taker, error, dueAt: error === null ? null : later(now, 10) });
  }
}
