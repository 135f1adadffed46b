import { expect, test } from "vitest";
import { migrateDatabase } from "../src/setup/setup.ts";
import { databaseBefore } from "./database-before.ts";

test("the orders of a shop that is migrated get invoice numbers in the order in which they were paid", async () => {
  const { server, database } = await databaseBefore("_invoices_and_order_filters");
  await database.batch(
    [
      `INSERT INTO customers (id, role, name) VALUES ('usr_1', 'customer', 'Asha')`,
      `INSERT INTO orders (id, version, user_id, status, payment_method, currency, subtotal_amount, discount_amount,
        total_amount, refunded_amount, created_at, updated_at, paid_at) VALUES
        (1, 2, 'usr_1', 'PAID', 'COD', 'INR', 500, 0, 500, 0, '2026-05-01T10:00:00.000Z', '', '2026-05-03T10:00:00.000Z'),
        (2, 1, 'usr_1', 'PENDING', 'COD', 'INR', 500, 0, 500, 0, '2026-05-01T10:00:00.000Z', '', NULL),
        (3, 3, 'usr_1', 'REFUNDED', 'COD', 'INR', 500, 0, 500, 500, '2026-05-01T10:00:00.000Z', '', '2026-05-02T10:00:00.000Z'),
        (4, 2, 'usr_1', 'PAID', 'COD', 'INR', 500, 0, 500, 0, '2026-05-01T10:00:00.000Z', '', '2026-05-03T10:00:00.000Z')`,
    ],
    "write",
  );
  await migrateDatabase(server);
  const { rows } = await database.execute("SELECT id, invoice_number FROM orders ORDER BY id");
  expect(rows.map((row) => [row["id"], row["invoice_number"]])).toEqual([
    [1, 2],
    [2, null],
    [3, 1],
    [4, 3],
  ]);
});
