import { expect, test } from "vitest";
import { listNotifications, listOrders, openDatabase, summarizeOrders } from "../src/index.ts";
import { migrateDatabase } from "../src/setup/setup.ts";
import { databaseBefore } from "./database-before.ts";

const day = "2026-05-01T";
const at = (time: string) => `${day}${time}.000Z`;

test("a shop that is migrated keeps its numbers, and finds what it found", async () => {
  const { server, database } = await databaseBefore("_growth");
  await database.batch(
    [
      `INSERT INTO customers (id, role, name) VALUES ('usr_1', 'customer', 'Asha Núñez')`,
      `INSERT INTO orders (id, version, user_id, customer_name, status, payment_method, currency, subtotal_amount, discount_amount,
        total_amount, refunded_amount, created_at, updated_at, paid_at) VALUES
        (1, 4, 'usr_1', 'Asha Núñez', 'PAID', 'ONLINE', 'INR', 500, 0, 500, 200, '${at("10:00:00")}', '${at("10:20:00")}', '${at("10:14:59")}'),
        (2, 1, 'usr_1', 'कुमारी शर्मा', 'PENDING', 'COD', 'EUR', 900, 0, 900, 0, '${at("10:15:00")}', '${at("10:15:00")}', NULL)`,
      `INSERT INTO payments (id, order_id, amount, method, status, source, decline_code, created_at, settled_at) VALUES
        ('pay_1', 1, 500, 'ONLINE', 'FAILED', '{}', 'generic_decline', '${at("10:05:00")}', '${at("10:05:00")}'),
        ('pay_2', 1, 500, 'ONLINE', 'SUCCEEDED', '{}', NULL, '${at("10:14:59")}', '${at("10:14:59")}')`,
      `INSERT INTO order_events (id, order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint, payment_id, amount) VALUES
        (1, 1, 1, 'a', 'create', 'order.created', 'customer', 'usr_1', '${at("10:00:00")}', '', NULL, NULL),
        (2, 1, 2, 'b', 'pay', 'payment.failed', 'customer', 'usr_1', '${at("10:05:00")}', '', 'pay_1', NULL),
        (3, 1, 3, 'c', 'pay', 'order.paid', 'customer', 'usr_1', '${at("10:14:59")}', '', 'pay_2', NULL),
        (4, 1, 4, 'd', 'refund', 'order.refunded', 'staff', 'usr_2', '${at("10:20:00")}', '', 'pay_2', 200),
        (5, 2, 1, 'e', 'create', 'order.created', 'customer', 'usr_1', '${at("10:15:00")}', '', NULL, NULL)`,
      `INSERT INTO notifications (id, order_id, event_id, channel, recipient, attempts, created_at, next_attempt_at, user_id) VALUES
        (1, 1, 3, 'EMAIL', 'asha@example.com', 1, '${at("10:14:59")}', NULL, 'usr_1'),
        (2, 1, 3, 'SMS', '+919800000000', 0, '${at("10:14:59")}', '${at("10:14:59")}', 'usr_1')`,
      `UPDATE notifications SET text = 'Paid', subject = 'Order Confirmed', sent_at = created_at WHERE id = 1`,
    ],
    "write",
  );
  await migrateDatabase(server);

  const db = openDatabase(server);
  const { days } = await summarizeOrders(db, { days: 1, timezone: "UTC" }, at("12:00:00"));
  expect(days).toMatchObject([
    {
      placed: 2,
      paid: 1,
      cancelled: 0,
      refunded: 1,
      amounts: [{ currency: "INR", paid: 500, refunded: 200 }],
      declines: [{ declineCode: "generic_decline", attempts: 1 }],
    },
  ]);
  expect(
    (await database.execute("SELECT quarter, type, count, amount FROM order_sums")).rows.map(Object.values),
  ).toEqual([
    [at("10:00:00"), "order.created", 1, 500],
    [at("10:00:00"), "order.paid", 1, 500],
    [at("10:00:00"), "payment.failed", 1, 500],
    [at("10:15:00"), "order.created", 1, 900],
    [at("10:15:00"), "order.refunded", 1, 200],
  ]);

  const actor = { id: "usr_2", role: "staff", name: "Staff", email: null, phone: null } as const;
  const found = async (search: string) => {
    const result = await listOrders(db, { search, limit: 20 }, { actor, now: at("12:00:00"), baseUrl: "" });
    return result.ok && result.value.items.map(({ id }) => id);
  };
  expect(await found("nunez")).toEqual([1]);
  expect(await found("कुमा")).toEqual([2]);
  expect(await found("कीमोर")).toEqual([]);
  const messages = async (search: string) =>
    (await listNotifications(db, { search, limit: 20 }, actor)).items.map(({ id }) => id);
  expect(await messages("confirm")).toEqual([1]);
  // A message that is not sent has no text yet. It is found when it has.
  expect(await messages("919800000000")).toEqual([]);
  await database.execute(
    "UPDATE notifications SET text = 'Paid too', sent_at = created_at, next_attempt_at = NULL WHERE id = 2",
  );
  expect(await messages("919800000000")).toEqual([2]);
});

test("all full-text indexes read words in the same way, and have the beginnings of words of every length", async () => {
  const { server, database } = await databaseBefore("_growth");
  await migrateDatabase(server);
  const { rows } = await database.execute("SELECT sql FROM sqlite_schema WHERE sql LIKE '%USING fts5%'");
  const options = rows.map(({ sql }) => ({
    tokenize: /tokenize="([^"]*)"/.exec(String(sql))?.[1],
    prefix: /prefix='([^']*)'/.exec(String(sql))?.[1],
  }));
  const lengths = Array.from({ length: 31 }, (_, index) => index + 1).join(" ");
  const expected = { tokenize: "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", prefix: lengths };
  expect(options).toEqual([expected, expected, expected, expected]);
});
