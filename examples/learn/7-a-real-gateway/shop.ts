import { Webhook } from "standardwebhooks";
import { NoAnswer, sendUntilAnswered } from "../src/database.ts";
import { errorOf } from "../src/error-of.ts";
import { later } from "../src/later.ts";
import type { Paid, PayInput, World } from "../src/world.ts";

export const schema = [
  `CREATE TABLE orders (id INTEGER PRIMARY KEY, status TEXT NOT NULL, amount INTEGER NOT NULL, email TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0)`,
  "CREATE TABLE payments (id TEXT PRIMARY KEY, order_id INTEGER NOT NULL, amount INTEGER NOT NULL, status TEXT NOT NULL)",
  `CREATE TABLE order_events (id INTEGER PRIMARY KEY, command_id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
    order_id INTEGER NOT NULL, seq INTEGER NOT NULL, key TEXT UNIQUE, request TEXT NOT NULL, UNIQUE (order_id, seq))`,
  `CREATE TABLE outbox (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, event_id INTEGER NOT NULL, due_at TEXT, taken_by TEXT,
    last_error TEXT)`,
];

/** The gate of an attempt to pay: the order waits for money, and no other attempt is open. */
const writeAttempt = `INSERT INTO order_events (command_id, type, order_id, seq, key, request)
  SELECT :commandId, 'payment.processing', id, version + 1, :key, :request FROM orders
  WHERE id = :orderId AND status = 'PENDING'
    AND NOT EXISTS (SELECT 1 FROM payments WHERE order_id = orders.id AND status = 'PROCESSING')
  ON CONFLICT DO NOTHING`;

/** The order of this command's event, until the event is applied. */
const applying = `(SELECT order_id FROM order_events JOIN orders AS subject ON subject.id = order_id
  WHERE command_id = :commandId AND seq > version)`;

const insertPayment = `INSERT INTO payments
  SELECT 'pay_' || :commandId, id, amount, 'PROCESSING' FROM orders WHERE id IN ${applying}`;

/** What is to be done because of an event. */
const enqueue = (kinds: string, dueAt: string) => `INSERT INTO outbox (kind, event_id, due_at)
  SELECT wanted.value, order_events.id, ${dueAt} FROM order_events JOIN json_each('${kinds}') AS wanted
  WHERE command_id = :commandId AND order_id IN ${applying}`;

/** The last write: from now on the event is applied. */
const advance = (status: string) =>
  `UPDATE orders SET status = ${status}, version = version + 1 WHERE id IN ${applying}`;

/** The attempt of this command, or of the one that this one repeats. */
const readAttempt = `SELECT payments.*, request FROM order_events JOIN payments ON payments.id = 'pay_' || command_id
  WHERE command_id = :commandId OR key = :key`;

/** Before the gateway is called: an attempt that nobody forgets. A sweep asks for its outcome in a minute. */
const startBatch = [writeAttempt, insertPayment, enqueue('["CHARGE"]', ":inAMinute"), advance("status"), readAttempt];

/** The gate of the gateway's answer: the attempt is open. */
const writeOutcome = `INSERT INTO order_events (command_id, type, order_id, seq, request)
  SELECT :commandId, iif(:status = 'SUCCEEDED', 'order.paid', 'payment.failed'), orders.id, version + 1, ''
  FROM payments JOIN orders ON orders.id = order_id WHERE payments.id = :paymentId AND payments.status = 'PROCESSING'
  ON CONFLICT DO NOTHING`;

const endPayment = `UPDATE payments SET status = :status WHERE id = :paymentId AND order_id IN ${applying}`;

/** Nothing is left for the sweep to ask. */
const endCharge = `UPDATE outbox SET due_at = NULL WHERE kind = 'CHARGE'
  AND event_id = (SELECT id FROM order_events WHERE 'pay_' || command_id = :paymentId)`;

/** After the gateway's answer. */
const endBatch = [
  writeOutcome,
  endPayment,
  endCharge,
  `${enqueue('["EMAIL", "WEBHOOK"]', ":now")} AND order_events.type = 'order.paid'`,
  advance("iif(:status = 'SUCCEEDED', 'PAID', status)"),
];

type Attempt = { id: string; status: string; amount: number; request: string };

/** Pays an order: a batch that records the attempt, the call of the gateway, and a batch that records its answer. */
export async function pay(world: World, { orderId, key = null }: PayInput): Promise<Paid> {
  const { db, now } = world;
  const request = JSON.stringify(["pay", orderId]);
  const values = { orderId, key, request, commandId: crypto.randomUUID(), inAMinute: later(now, 60) };
  const [attempt] = await sendUntilAnswered<Attempt>(db, startBatch, values);
  if (!attempt) return { refused: `Order #${orderId} can't be paid.` };
  if (attempt.request !== request) return { refused: `The key ${key} was used for another request.` };
  const { id: paymentId, status, amount } = attempt;
  if (status !== "PROCESSING") return { paymentId, status };
  try {
    return { paymentId, status: await charge(world, paymentId, amount) };
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return { paymentId, status: "PROCESSING" };
  }
}

/** Calls the gateway for an attempt that is recorded, and records its answer. Harmless to repeat. */
async function charge({ db, gateway, now }: World, paymentId: string, amount: number): Promise<string> {
  const key = paymentId; // Break this line.
  const status = await gateway.charge({ key, amount });
  await sendUntilAnswered(db, endBatch, { commandId: `settle_${paymentId}`, paymentId, status, now });
  return status;
}

/** Takes what is due. For five minutes it belongs to its taker; then it is due again, because the taker may be dead. */
const take = `UPDATE outbox SET taken_by = :taker, due_at = :until WHERE due_at <= :now`;

const readTaken = `SELECT outbox.id, kind, event_id, command_id, order_id, amount, email FROM outbox
  JOIN order_events ON order_events.id = event_id JOIN orders ON orders.id = order_id WHERE taken_by = :taker`;

/** Only who has taken a row says what became of it. */
const finish =
  "UPDATE outbox SET due_at = :dueAt, last_error = :error, taken_by = NULL WHERE id = :id AND taken_by = :taker";

interface Due {
  id: number;
  kind: "CHARGE" | "EMAIL" | "WEBHOOK";
  event_id: number;
  command_id: string;
  order_id: number;
  amount: number;
  email: string;
}

/** Sends what is due. Runs once a minute. */
export async function sweep(world: World): Promise<void> {
  const { db, now } = world;
  const taker = crypto.randomUUID();
  for (const row of await db.batch<Due>([take, readTaken], { taker, now, until: later(now, 300) })) {
    const error = await errorOf(() => attempts[row.kind](world, row));
    await db.query(finish, { id: row.id, taker, error, dueAt: error === null ? null : later(now, 10) });
  }
}

/** How each kind of due work is done. */
const attempts: Record<Due["kind"], (world: World, row: Due) => Promise<unknown>> = {
  CHARGE: (world, { command_id, amount }) => charge(world, `pay_${command_id}`, amount),
  EMAIL: sendEmail,
  WEBHOOK: sendWebhook,
};

function sendEmail({ mail }: World, { email, order_id }: Due): Promise<void> {
  return mail({ to: email, text: `Your order #${order_id} is paid.` });
}

/** Sends a webhook as https://www.standardwebhooks.com says. Its id is the same in each attempt. */
async function sendWebhook(
  { send, endpoint: { url, secret }, now }: World,
  { event_id, order_id, amount }: Due,
): Promise<void> {
  const id = `msg_${event_id}`;
  const body = JSON.stringify({ type: "order.paid", data: { orderId: order_id, amount } });
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(Date.parse(now) / 1000)),
    "webhook-signature": new Webhook(secret).sign(id, new Date(now), body),
  };
  const { ok, status } = await send(url, { method: "POST", headers, body });
  if (!ok) throw new Error(`The receiver answered ${status}.`);
}
