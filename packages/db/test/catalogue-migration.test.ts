import { expect, test } from "vitest";
import { openDatabase, runAudit } from "../src/index.ts";
import { migrateDatabase } from "../src/setup/setup.ts";
import { databaseBefore } from "./database-before.ts";

const at = (id: number) => `2026-05-01T10:0${id}:00.000Z`;

/** An order of two pieces of product 1, whose stock is counted, and one of product 2, whose stock is not. */
const order = (id: number, status: string, columns = "NULL, NULL", refund = false) => [
  `INSERT INTO orders (id, version, user_id, status, payment_method, currency, subtotal_amount, discount_amount, total_amount,
    refunded_amount, created_at, updated_at, paid_at, cancelled_at)
    VALUES (${id}, 1, 'usr_1', '${status}', 'COD', 'INR', 300, 0, 300, 0, '${at(id)}', '${at(id)}', ${columns})`,
  `INSERT INTO order_items (order_id, position, product_id, sku, name, quantity, unit_price, discount_amount, total_amount)
    VALUES (${id}, 0, 1, 'CUP', 'Cup', 2, 100, 0, 200), (${id}, 1, 2, 'TEA', 'Tea', 1, 100, 0, 100)`,
  ...(refund
    ? [
        `INSERT INTO payments (id, order_id, amount, method, status, source, created_at, settled_at)
          VALUES ('pay_${id}', ${id}, 300, 'COD', 'SUCCEEDED', '{}', '${at(id)}', '${at(id)}')`,
        `INSERT INTO refunds (id, order_id, payment_id, amount, restocked, created_at, settled_at)
          VALUES ('ref_${id}', ${id}, 'pay_${id}', 1, TRUE, '${at(id)}', '${at(id)}')`,
      ]
    : []),
];

test("a shop that is migrated knows what its orders hold, and finds products by their SKU", async () => {
  const { server, database } = await databaseBefore("_catalogue");
  await database.batch(
    [
      "INSERT INTO customers (id, role, name) VALUES ('usr_1', 'customer', 'Asha')",
      `INSERT INTO products (id, sku, name, description, unit_price, currency, stock) VALUES
        (1, 'CUP-220', 'Cup', '', 100, 'INR', 5), (2, 'TEA-100', 'Tea', '', 100, 'INR', NULL)`,
      ...order(1, "PAID", `'${at(1)}', NULL`),
      ...order(2, "CANCELLED", `NULL, '${at(2)}'`),
      ...order(3, "PAID", `'${at(3)}', NULL`, true),
      ...order(4, "PENDING"),
    ],
    "write",
  );
  await migrateDatabase(server);
  const rows = async (sql: string) => (await database.execute(sql)).rows.map((row) => Object.values(row));
  expect(await rows("SELECT product_id, order_id, cause, change, stock, at FROM stock_movements ORDER BY id")).toEqual([
    [1, 1, "ORDER_CREATED", -2, 7, at(1)],
    [1, 4, "ORDER_CREATED", -2, 5, at(4)],
  ]);
  expect(await rows("SELECT id, stock FROM products")).toEqual([
    [1, 5],
    [2, null],
  ]);
  expect(await rows(`SELECT rowid FROM products_fts WHERE products_fts MATCH '"cup-220"*'`)).toEqual([[1]]);
  const audit = await runAudit(openDatabase(server), { cursor: "products_0" });
  expect(audit).toEqual({ checked: 0, checkedCodes: 0, checkedProducts: 2, differences: [], nextCursor: null });
});
