import type { Client } from "@libsql/client";
import { expect, test } from "vitest";
import { migrateDatabase } from "../src/setup/setup.ts";
import { databaseBefore } from "./database-before.ts";

const day = "2026-05-01T10:00:00.000Z";

const orderColumns = `id, version, user_id, customer_name, status, payment_method, currency, subtotal_amount, discount_amount,
  total_amount, refunded_amount, created_at, updated_at`;

/** Orders of each status, with all that belongs to them. */
const rowsBefore = [
  `INSERT INTO customers (id, role, name) VALUES ('usr_1', 'customer', 'Asha')`,
  `INSERT INTO products (id, sku, name, description, unit_price, currency) VALUES (1, 'TEA-1', 'Teapot', 'Blue', 500, 'INR')`,
  `INSERT INTO stock_movements (id, product_id, cause, at, stock) VALUES (1, 1, 'SET', '${day}', 9)`,
  `INSERT INTO discounts (code, kind, value, currency) VALUES ('TEN', 'PERCENT', 10, 'INR')`,
  `INSERT INTO orders (${orderColumns}, pending_refund_amount, paid_at, cancelled_at, cancel_cause, invoice_number, recorded) VALUES
    (1, 1, 'usr_1', 'Asha', 'PENDING', 'COD', 'INR', 500, 50, 450, 0, '${day}', '${day}', 0, NULL, NULL, NULL, NULL, NULL),
    (2, 1, 'usr_1', 'Asha', 'PAID', 'ONLINE', 'EUR', 500, 0, 500, 200, '${day}', '${day}', 300, '${day}', NULL, NULL, 1, '{"reference":"SO-2"}'),
    (3, 1, 'usr_1', 'Zoë', 'CANCELLED', 'ONLINE', 'GBP', 0, 0, 0, 0, '${day}', '${day}', 0, NULL, '${day}', 'STAFF', NULL, NULL),
    (4, 1, 'usr_1', 'Asha', 'REFUNDED', 'ONLINE', 'USD', 99999999, 0, 99999999, 99999999, '${day}', '${day}', 0, '${day}', NULL, NULL, 2, NULL)`,
  `INSERT INTO order_items VALUES (1, 0, 1, 'TEA-1', 'Teapot', 1, 500, 50, 450)`,
  `INSERT INTO payments (id, order_id, amount, status, method, source, created_at, settled_at) VALUES
    ('pay_z', 2, 500, 'SUCCEEDED', 'ONLINE', '{}', '${day}', '${day}')`,
  `INSERT INTO payments (id, order_id, amount, status, method, source, created_at) VALUES
    ('pay_a', 2, 500, 'PROCESSING', 'ONLINE', '{}', '${day}')`,
  `INSERT INTO refunds (id, order_id, payment_id, amount, status, restocked, created_at, settled_at) VALUES
    ('ref_1', 2, 'pay_z', 200, 'SUCCEEDED', 0, '${day}', '${day}')`,
  `INSERT INTO order_events (id, order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint) VALUES
    (1, 1, 1, 'a', 'create', 'order.created', 'customer', 'usr_1', '${day}', ''),
    (2, 1, 2, 'b', 'cancel', 'order.cancelled', 'customer', 'usr_1', '${day}', '')`,
  `INSERT INTO notifications (id, order_id, event_id, channel, recipient, attempts, created_at, user_id) VALUES
    (1, 1, 1, 'EMAIL', 'asha@example.com', 1, '${day}', 'usr_1')`,
  `UPDATE notifications SET text = 'Received', sent_at = created_at`,
];

const rows = async (database: Client, sql: string) => (await database.execute(sql)).rows.map((row) => ({ ...row }));

/** Everything in the tables of the shop, each row by the names of its columns, in the order of writing. */
async function contents(database: Client) {
  const tables = [
    "orders",
    "order_items",
    "payments",
    "refunds",
    "notifications",
    "products",
    "discounts",
    "order_sums",
  ];
  const all = tables.map(async (table) => [table, await rows(database, `SELECT * FROM ${table}`)] as const);
  return Object.fromEntries(await Promise.all(all));
}

/** The indexes and triggers. An index can have its columns in either of two signs of quotation. */
const schemaOf = (database: Client) =>
  rows(
    database,
    `SELECT type, name, replace(sql, '\`', '"') AS sql FROM sqlite_schema WHERE type IN ('index', 'trigger') ORDER BY name`,
  );

const isOfExtras = (row: { [column: string]: unknown }) => String(row["name"]).startsWith("orders_extras_");

test("the rows of a shop survive the migration, with every index and trigger, and each trigger still does its work", async () => {
  const { database, migrateOne } = await databaseBefore("_extras_and_open_lists");
  await database.batch(rowsBefore, "write");
  const [before, schemaBefore] = [await contents(database), await schemaOf(database)];
  await migrateOne();

  const orders = before["orders"] ?? [];
  expect(orders).toHaveLength(4);
  expect(await contents(database)).toEqual({ ...before, orders: orders.map((row) => ({ ...row, extra_amount: 0 })) });
  expect((await schemaOf(database)).filter((one) => !isOfExtras(one))).toEqual(schemaBefore);
  expect(await rows(database, "PRAGMA foreign_key_check")).toEqual([]);

  await database.batch(
    [
      "UPDATE orders SET version = 2, status = 'CANCELLED', cancelled_at = updated_at WHERE id = 1",
      `INSERT INTO stock_movements (id, product_id, cause, at, stock) VALUES (2, 1, 'SET', '${day}', 4)`,
      `INSERT INTO orders (${orderColumns}, recorded) VALUES
        (5, 1, 'usr_1', 'Bo', 'PENDING', 'COD', 'INR', 1, 0, 1, 0, '${day}', '${day}', '{"reference":"SO-5"}')`,
      "UPDATE products SET name = 'Kettle' WHERE id = 1",
    ],
    "write",
  );
  expect(await rows(database, "SELECT type, currency, count, amount FROM order_sums")).toEqual([
    { type: "order.cancelled", currency: "INR", count: 1, amount: 450 },
  ]);
  expect(await rows(database, "SELECT stock FROM products")).toEqual([{ stock: 4 }]);
  const found = async (index: string, word: string) =>
    (await rows(database, `SELECT rowid AS id FROM ${index} WHERE ${index} MATCH '${word}'`)).map(({ id }) => id);
  expect([await found("orders_fts", "bo"), await found("orders_fts", "zoe")]).toEqual([[5], [3]]);
  expect([await found("products_fts", "kettle"), await found("products_fts", "teapot")]).toEqual([[1], []]);
  expect(await found("notifications_fts", "received")).toEqual([1]);
});

test("a new currency, status, payment method, cause or event needs no migration", async () => {
  const { server, database } = await databaseBefore("_extras_and_open_lists");
  await migrateDatabase(server);
  await database.batch(
    [
      `INSERT INTO customers (id, role, name) VALUES ('usr_1', 'customer', 'Asha')`,
      `INSERT INTO products (id, sku, name, description, unit_price, currency) VALUES (1, 'TEA-1', 'Teapot', 'Blue', 500, 'JPY')`,
      `INSERT INTO discounts (code, kind, value, currency) VALUES ('TEN', 'PERCENT', 10, 'JPY')`,
      `INSERT INTO orders (${orderColumns}, paid_at, cancel_cause) VALUES
        (1, 1, 'usr_1', 'Asha', 'SHIPPED', 'INVOICE', 'JPY', 500, 0, 500, 0, '${day}', '${day}', '${day}', 'FRAUD')`,
      `INSERT INTO payments (id, order_id, amount, status, method, source, created_at, settled_at) VALUES
        ('pay_1', 1, 500, 'AUTHORIZED', 'INVOICE', '{}', '${day}', '${day}')`,
      `INSERT INTO order_events (id, order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint) VALUES
        (1, 1, 1, 'a', 'ship', 'order.shipped', 'staff', 'usr_2', '${day}', '')`,
    ],
    "write",
  );
  expect(await rows(database, "SELECT status, currency FROM orders")).toEqual([{ status: "SHIPPED", currency: "JPY" }]);
});
