import { expect, test } from "vitest";
import { migrateDatabase } from "../src/setup/setup.ts";
import { databaseBefore } from "./database-before.ts";

/** The row of an event, on one morning. */
const event = (id: number, orderId: number, seq: number, type: string, at: string, amount = "NULL") =>
  `(${id}, ${orderId}, ${seq}, 'c${id}', 'x', '${type}', 'staff', 'usr_1', '2026-05-01T${at}:00.000Z', 'f', ${amount})`;

test("a shop that is migrated has the sums of its payments and refunds, and finds its orders by their words", async () => {
  const { server, database } = await databaseBefore("_erasure_and_statement");
  await database.batch(
    [
      `INSERT INTO customers (id, role, name) VALUES ('usr_1', 'customer', 'Asha')`,
      `INSERT INTO orders (id, version, user_id, customer_name, status, payment_method, currency, subtotal_amount, discount_amount,
        total_amount, refunded_amount, created_at, updated_at, paid_at, invoice_number) VALUES
        (1, 3, 'usr_1', 'Asha Rao', 'PAID', 'COD', 'INR', 500, 100, 400, 30, '', '', '2026-05-01T10:01:00.000Z', 7),
        (2, 2, 'usr_1', 'Asha Rao', 'PAID', 'COD', 'INR', 600, 0, 600, 0, '', '', '2026-05-01T10:14:00.000Z', 8)`,
      `INSERT INTO order_events (id, order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint, amount) VALUES
        ${event(1, 1, 1, "order.created", "10:00")}, ${event(2, 1, 2, "order.paid", "10:01")},
        ${event(3, 2, 1, "order.created", "10:02")}, ${event(4, 2, 2, "order.paid", "10:14")},
        ${event(5, 1, 3, "order.refunded", "10:15", "30")}`,
    ],
    "write",
  );
  await migrateDatabase(server);
  const { rows } = await database.execute("SELECT * FROM statement_sums");
  const same = { currency: "INR", payment_method: "COD" };
  expect(rows).toMatchObject([
    {
      ...same,
      quarter: "2026-05-01T10:00:00.000Z",
      orders: 2,
      subtotal_amount: 1100,
      discount_amount: 100,
      total_amount: 1000,
      first_invoice: 7,
      last_invoice: 8,
      refunds: 0,
      refunded_amount: 0,
    },
    { ...same, quarter: "2026-05-01T10:15:00.000Z", orders: 0, first_invoice: null, refunds: 1, refunded_amount: 30 },
  ]);
  const found = await database.execute(`SELECT rowid FROM orders_fts WHERE orders_fts MATCH '"ra"*'`);
  expect(found.rows.map((row) => row["rowid"])).toEqual([1, 2]);
});
