import { expect, test } from "vitest";
import { migrateDatabase } from "../src/setup/setup.ts";
import { databaseBefore } from "./database-before.ts";

const day = "2026-05-01T10:00:00.000Z";

test("a refund that the gateway had not taken yet is only requested after the migration, and its order waits for it", async () => {
  const { server, database } = await databaseBefore("_refund_states");
  const paid = (id: number, status: string, refunded: number) =>
    `INSERT INTO orders (id, version, user_id, status, payment_method, currency, subtotal_amount, discount_amount,
      total_amount, refunded_amount, created_at, updated_at, paid_at)
      VALUES (${id}, 4, 'usr_1', '${status}', 'ONLINE', 'INR', 500, 0, 500, ${refunded}, '${day}', '${day}', '${day}')`;
  const refunded = (order: number, seq: number, amount: number, settledAt: string | null) => [
    `INSERT INTO order_events (order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint, refund_id, amount)
      VALUES (${order}, ${seq}, 'c${order}${seq}', 'refund', 'order.refunded', 'staff', 'usr_2', '${day}', '', 'ref_${order}_${seq}', ${amount})`,
    `INSERT INTO refunds (id, order_id, payment_id, amount, restocked, created_at, settled_at, next_attempt_at)
      VALUES ('ref_${order}_${seq}', ${order}, 'pay_${order}', ${amount}, 0, '${day}', ${settledAt === null ? `NULL, '${day}'` : `'${settledAt}', NULL`})`,
  ];
  const payment = (id: number, reference: string) =>
    `INSERT INTO payments (id, order_id, amount, status, method, source, reference, created_at, settled_at)
      VALUES ('pay_${id}', ${id}, 500, 'SUCCEEDED', 'ONLINE', '{}', '${reference}', '${day}', '${day}')`;
  await database.batch(
    [
      `INSERT INTO customers (id, role, name) VALUES ('usr_1', 'customer', 'Asha')`,
      paid(1, "REFUNDED", 500),
      payment(1, "succeeded^refund_failed"),
      ...refunded(1, 3, 200, day),
      ...refunded(1, 4, 300, null),
      paid(2, "REFUNDED", 500),
      payment(2, "bank_1"),
      ...refunded(2, 3, 500, day),
      `INSERT INTO order_sums VALUES ('${day}', 'order.refunded', 'INR', '', 3, 1000), ('${day}', 'order.paid', 'INR', '', 2, 1000)`,
    ],
    "write",
  );
  await migrateDatabase(server);
  const rows = async (sql: string) => (await database.execute(sql)).rows.map((row) => Object.values({ ...row }));
  expect(await rows("SELECT id, status, refunded_amount, pending_refund_amount FROM orders")).toEqual([
    [1, "PAID", 200, 300],
    [2, "REFUNDED", 500, 0],
  ]);
  expect(await rows("SELECT id, status FROM refunds ORDER BY id")).toEqual([
    ["ref_1_3", "SUCCEEDED"],
    ["ref_1_4", "PENDING"],
    ["ref_2_3", "SUCCEEDED"],
  ]);
  expect(await rows("SELECT refund_id, type FROM order_events ORDER BY refund_id")).toEqual([
    ["ref_1_3", "order.refunded"],
    ["ref_1_4", "refund.requested"],
    ["ref_2_3", "order.refunded"],
  ]);
  expect(await rows("SELECT type, count, amount FROM order_sums ORDER BY type")).toEqual([
    ["order.paid", 2, 1_000],
    ["order.refunded", 2, 700],
    ["refund.requested", 1, 300],
  ]);
  // The references of the simulator tell whose they are; of other payments nobody kept the gateway.
  expect(await rows("SELECT id, gateway FROM payments ORDER BY id")).toEqual([
    ["pay_1", "simulator"],
    ["pay_2", null],
  ]);
  await expect(database.execute("UPDATE orders SET pending_refund_amount = 301 WHERE id = 1")).rejects.toThrow(
    "orders_pending_refund",
  );
});
