import { simulator } from "@till/domain";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { type Shop, openShop, sequence } from "./model-commands.ts";
import { Model, type ModelOrder } from "./model.ts";
import { rounds } from "./rounds.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ gateway: { ...simulator, isSimulated: false }, variables: { SANDBOX: "off" } });
  // What is told is counted in the outbox; how it is sent is not what the model is about.
  till.world.channels = { EMAIL: async () => {}, SMS: async () => {} };
});
afterAll(() => till.stop());

const sequences = rounds(2_000, 30);

/** What the product holds, in the words of the model: from the database itself, not through the commands. */
async function stateOf({ productIds, discountCode }: Shop, orders: readonly ModelOrder[]) {
  const [row] = await till.rows(
    `SELECT
      (SELECT json_group_array(stock) FROM (SELECT stock FROM products WHERE id IN (?, ?) ORDER BY id)) AS stock,
      (SELECT uses FROM discounts WHERE code = ?) AS uses,
      (SELECT json_group_array(json_object(
          'id', orders.id,
          'status', status,
          'attempts', (SELECT count(*) FROM payments WHERE order_id = orders.id),
          'succeeded', (SELECT coalesce(sum(amount), 0) FROM payments WHERE order_id = orders.id AND status = 'SUCCEEDED'),
          'open', (SELECT count(*) FROM payments WHERE order_id = orders.id AND settled_at IS NULL),
          'refunded', (SELECT coalesce(sum(amount), 0) FROM refunds WHERE order_id = orders.id AND status = 'SUCCEEDED'),
          'failed', (SELECT count(*) FROM refunds WHERE order_id = orders.id AND status = 'FAILED'),
          'pending', pending_refund_amount,
          'says', refunded_amount,
          'emails', (SELECT count(*) FROM notifications WHERE order_id = orders.id AND channel = 'EMAIL'),
          'texts', (SELECT count(*) FROM notifications WHERE order_id = orders.id AND channel = 'SMS')))
        FROM orders WHERE orders.id IN (SELECT value FROM json_each(?))) AS orders`,
    ...productIds,
    discountCode,
    JSON.stringify(orders.map(({ id }) => id)),
  );
  return {
    stock: JSON.parse(String(row?.["stock"])) as unknown,
    uses: row?.["uses"],
    orders: JSON.parse(String(row?.["orders"])) as unknown,
  };
}

/** The sum of succeeded payments less refunds is what the orders say. */
const expectedState = ({ stock, discountUses, orders }: Model) => ({
  stock,
  uses: discountUses,
  orders: orders.map(({ id, status, attempts, total, open, refunded, failedRefunds, messages }) => ({
    id,
    status,
    attempts,
    succeeded: status === "PAID" || status === "REFUNDED" ? total : 0,
    open: Number(open !== null),
    refunded,
    failed: failedRefunds.length,
    pending: 0,
    says: refunded,
    emails: messages,
    texts: messages,
  })),
});

/** The running sums that `orders.summary` adds up. */
const runningSums = () =>
  till.rows(
    `SELECT quarter, type, decline_code AS declineCode, count, amount FROM order_sums
    WHERE type NOT IN ('payment.action_required', 'payment.processing') AND type NOT LIKE 'refund.%' ORDER BY 1, 2, 3`,
  );

/** The same sums, from the orders, refunds and payments themselves, and not from their events. */
const sumsOfOrders = () =>
  till.rows(
    `WITH happened (at, type, declineCode, amount) AS (
      SELECT created_at, 'order.created', '', total_amount FROM orders
      UNION ALL SELECT paid_at, 'order.paid', '', total_amount FROM orders WHERE paid_at IS NOT NULL
      UNION ALL SELECT cancelled_at, 'order.cancelled', '', total_amount FROM orders WHERE cancelled_at IS NOT NULL
      UNION ALL SELECT settled_at, 'order.refunded', '', amount FROM refunds WHERE settled_at IS NOT NULL
      UNION ALL SELECT settled_at, 'payment.failed', decline_code, amount FROM payments
        WHERE status = 'FAILED' AND decline_code <> 'cancelled')
    SELECT strftime('%Y-%m-%dT%H:%M:00.000Z', unixepoch(at) / 900 * 900, 'unixepoch') AS quarter, type, declineCode,
      count(*) AS count, sum(amount) AS amount
    FROM happened GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  );

test(`${sequences} sequences of commands do what the plain model of the rules says`, { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(sequence, fc.nat(6), fc.integer({ min: 1, max: 3 }), async ({ commands }, stock, maxUses) => {
      const model = new Model([stock, 4], maxUses);
      const shop = await openShop(till, model);
      for (const command of commands) await command.run(model, shop);
      expect(await stateOf(shop, model.orders)).toEqual(expectedState(model));
      expect(await runningSums()).toEqual(await sumsOfOrders());
    }),
    { numRuns: sequences },
  );
  const { differences, checked } = await auditAll(till);
  expect(differences).toEqual([]);
  // Not every sequence places an order.
  expect(checked).toBeGreaterThan(sequences / 3);
});
