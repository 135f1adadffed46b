import type { Client } from "@libsql/client";
import { expect, test } from "vitest";
import { listCustomers, openDatabase } from "../src/index.ts";
import { databaseBefore } from "./database-before.ts";

const day = "2026-05-01T10:00:00.000Z";

const rows = async (database: Client, sql: string) => (await database.execute(sql)).rows.map((row) => ({ ...row }));

/** Two customers with an order each, written so that a row was deleted before them. */
const rowsBefore = [
  `INSERT INTO customers (id, role, name) VALUES ('usr_gone', 'customer', 'Gone')`,
  `INSERT INTO customers (id, role, name, email, phone, demo) VALUES
    ('usr_2', 'customer', 'José García', 'jose@example.com', '+34600000001', 1), ('usr_1', 'staff', 'Meera', NULL, NULL, 0)`,
  `DELETE FROM customers WHERE id = 'usr_gone'`,
  `INSERT INTO orders (id, version, user_id, customer_name, status, payment_method, currency, subtotal_amount, discount_amount,
    total_amount, refunded_amount, created_at, updated_at) VALUES
    (1, 1, 'usr_2', 'José García', 'PENDING', 'COD', 'INR', 500, 0, 500, 0, '${day}', '${day}')`,
];

test("the customers of a shop survive the migration under their numbers, and are found by their words", async () => {
  const { server, database, migrateOne } = await databaseBefore("_customer_search");
  await database.batch(rowsBefore, "write");
  const before = await rows(database, "SELECT rowid AS number, * FROM customers ORDER BY rowid");
  expect(before.map(({ number }) => number)).toEqual([2, 3]);
  await migrateOne();

  expect(await rows(database, "SELECT * FROM customers ORDER BY number")).toEqual(before);
  expect(await rows(database, "PRAGMA foreign_key_check")).toEqual([]);
  await expect(database.execute("UPDATE orders SET user_id = 'usr_gone'")).rejects.toThrow("FOREIGN KEY");
  // The statement of the Worker before, which knows no numbers.
  await database.execute(`INSERT INTO customers (id, role, name) VALUES ('usr_2', 'customer', 'José Ñíguez')
    ON CONFLICT (id) DO UPDATE SET name = excluded.name`);
  const found = async (search: string) =>
    (await listCustomers(openDatabase(server), { search, known: false, limit: 9 })).items.map(({ id }) => id);
  expect([await found("niguez"), await found("garcia"), await found("600000001")]).toEqual([["usr_2"], [], ["usr_2"]]);
});
