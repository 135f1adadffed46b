import type { Client } from "@libsql/client/http";

/** Orders to write directly into a database. */
export interface GeneratedOrders {
  readonly firstId: number;
  readonly count: number;
  /**
   * `payable`: all of them wait for an online payment. `history`: of ten, eight are paid with sent messages, one is
   * cancelled, one waits for cash. `untold`: paid, with unsent messages.
   */
  readonly kind: "payable" | "history" | "untold";
  /** The customers who own the orders in turn. They must exist. */
  readonly customerIds: readonly string[];
  /** When the first and the last order were placed, in milliseconds. */
  readonly from: number;
  readonly until: number;
  readonly onProgress?: (done: number) => void;
}

const pieceSize = 10_000;

/**
 * Writes orders with everything that Till would write for them: lines, events, payments, sums, messages, stock,
 * full-text indexes. Each statement writes a whole piece of orders, and each piece is one batch.
 */
export async function generateOrders(client: Client, orders: GeneratedOrders): Promise<void> {
  for (let done = 0; done < orders.count; done += pieceSize) {
    const count = Math.min(pieceSize, orders.count - done);
    await client.batch(piece(orders, done, count), "write");
    orders.onProgress?.((done + count) / orders.count);
  }
}

const states: Readonly<Record<GeneratedOrders["kind"], string>> = {
  payable: "'PENDING'",
  history: "CASE WHEN i % 10 < 8 THEN 'PAID' WHEN i % 10 = 8 THEN 'CANCELLED' ELSE 'PENDING' END",
  untold: "'PAID'",
};

const time = (seconds: string) => `strftime('%Y-%m-%dT%H:%M:%fZ', ${seconds}, 'unixepoch')`;

/** How long after an order it is paid or cancelled, and how long an unpaid order lives, in seconds. */
const [decidedAfter, expiresAfter] = [60, 7 * 24 * 60 * 60];

function piece({ firstId, kind, customerIds, from, until, count: all }: GeneratedOrders, done: number, count: number) {
  const range = { first: firstId + done, last: firstId + done + count - 1 };
  const method = kind === "history" ? "iif(i % 10 = 9, 'COD', 'ONLINE')" : "'ONLINE'";
  const orders = {
    sql: `INSERT INTO orders (id, version, user_id, customer_name, customer_email, customer_phone, status, payment_method, currency, subtotal_amount, discount_amount,
        total_amount, refunded_amount, created_at, updated_at, expires_at, paid_at, invoice_number, cancelled_at)
      WITH RECURSIVE
        number (i) AS (SELECT :done UNION ALL SELECT i + 1 FROM number WHERE i + 1 < :done + :count),
        placed AS (SELECT i, ${states[kind]} AS status, ${method} AS method, :from + i * :step AS at FROM number)
      SELECT :firstId + i, iif(status = 'PENDING', 1, 2), customers.id, customers.name, customers.email, customers.phone, status,
        method, 'INR', 37035, 0, 37035, 0, ${time("at")}, ${time(`iif(status = 'PENDING', at, at + ${decidedAfter})`)},
        iif(method = 'ONLINE', ${time(`at + ${expiresAfter}`)}, NULL),
        iif(status = 'PAID', ${time(`at + ${decidedAfter}`)}, NULL), iif(status = 'PAID', :firstId + i, NULL),
        iif(status = 'CANCELLED', ${time(`at + ${decidedAfter}`)}, NULL)
      FROM placed JOIN customers ON customers.id = :customers ->> (i % json_array_length(:customers))`,
    args: {
      // The client sends a number as a float and a bigint as an integer.
      done: BigInt(done),
      count: BigInt(count),
      firstId: BigInt(firstId),
      customers: JSON.stringify(customerIds),
      from: from / 1000,
      step: (until - from) / 1000 / all,
    },
  };
  const messages = kind === "untold" ? [unsentMessages] : [unsentMessages, messagesSent];
  return [
    orders,
    ...[items, stock, created, decided, payments, sums, ...messages].map((sql) => ({ sql, args: range })),
  ];
}

const items = `INSERT INTO order_items (order_id, position, product_id, sku, name, quantity, unit_price, discount_amount, total_amount)
  SELECT orders.id, line.position, products.id, sku, name, line.quantity, unit_price, 0, line.quantity * unit_price
  FROM orders, (SELECT 0 AS position, 1 AS product_id, 2 AS quantity UNION ALL SELECT 1, 2, 1) AS line
    JOIN products ON products.id = line.product_id
  WHERE orders.id BETWEEN :first AND :last`;

// A trigger gives the stock that a movement leaves to its product.
const stock = `INSERT INTO stock_movements (product_id, cause, at, change, stock, order_id)
  SELECT product_id, 'ORDER_CREATED', created_at, -quantity, stock - sum(quantity) OVER (PARTITION BY product_id ORDER BY orders.id), orders.id
  FROM orders JOIN order_items ON order_id = orders.id JOIN products ON products.id = product_id
  WHERE orders.id BETWEEN :first AND :last AND status <> 'CANCELLED' ORDER BY orders.id`;

const created = `INSERT INTO order_events (order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint)
  SELECT id, 1, printf('gen%016dc', id), 'create', 'order.created', 'customer', user_id, created_at, ''
  FROM orders WHERE id BETWEEN :first AND :last`;

const decided = `INSERT INTO order_events (order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint, payment_id)
  SELECT id, 2, printf('gen%016dd', id), iif(status = 'PAID', 'pay', 'cancel'), iif(status = 'PAID', 'order.paid', 'order.cancelled'),
    'customer', user_id, updated_at, '', iif(status = 'PAID', printf('pay_gen%016dd', id), NULL)
  FROM orders WHERE id BETWEEN :first AND :last AND status <> 'PENDING'`;

const payments = `INSERT INTO payments (id, order_id, amount, status, method, source, reference, created_at, settled_at)
  SELECT printf('pay_gen%016dd', id), id, total_amount, 'SUCCEEDED', payment_method,
    '{"type":"card","brand":"visa","last4":"4242"}', '', paid_at, paid_at
  FROM orders WHERE id BETWEEN :first AND :last AND status = 'PAID'`;

// Till's trigger adds an event when it sets the version of its order; these orders begin with their last version.
const sums = `INSERT INTO order_sums (quarter, type, currency, decline_code, count, amount)
  SELECT format('%.14s%02d:00.000Z', event.at, substr(event.at, 15, 2) / 15 * 15), type, currency, '', count(*), sum(total_amount)
  FROM order_events AS event JOIN orders ON orders.id = event.order_id
  WHERE event.order_id BETWEEN :first AND :last GROUP BY 1, 2, 3
  ON CONFLICT DO UPDATE SET count = count + excluded.count, amount = amount + excluded.amount`;

const unsentMessages = `INSERT INTO notifications (order_id, event_id, channel, recipient, attempts, created_at, next_attempt_at, user_id)
  SELECT orders.id, event.id, way.channel, iif(way.channel = 'EMAIL', customers.email, customers.phone), 0, event.at, event.at, user_id
  FROM orders JOIN order_events AS event ON event.order_id = orders.id AND event.seq = 2
    JOIN customers ON customers.id = orders.user_id, (SELECT 'EMAIL' AS channel UNION ALL SELECT 'SMS') AS way
  WHERE orders.id BETWEEN :first AND :last`;

const messagesSent = `UPDATE notifications SET attempts = 1, next_attempt_at = NULL, sent_at = created_at,
    subject = iif(channel = 'EMAIL', 'About your order', NULL), text = 'Order #' || order_id || ' has changed.'
  WHERE order_id BETWEEN :first AND :last AND next_attempt_at IS NOT NULL`;
