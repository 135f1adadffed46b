import { expect, test } from "vitest";
import { nextDueAt } from "../src/setup/setup.ts";
import { startShop } from "./shop.ts";

const { server, database } = await startShop();

const at = (minute: number) => `2026-05-01T12:${String(minute).padStart(2, "0")}:00.000Z`;
const run = (...statements: string[]) => database.batch(statements, "write");

test("the earliest of all that a sweep does is due next, and what was due before does not count again", async () => {
  expect(await nextDueAt(server, at(0))).toBeNull();
  await run(
    `INSERT INTO orders (id, version, user_id, status, payment_method, currency, subtotal_amount, discount_amount,
      total_amount, refunded_amount, created_at, updated_at, expires_at, paid_at)
      SELECT value, 1, 'usr_asha', iif(value = 2, 'PAID', 'PENDING'), 'ONLINE', 'INR', 100, 0, 100, 0, '${at(0)}', '${at(0)}',
      iif(value = 2, '${at(1)}', '${at(50)}'), iif(value = 2, '${at(0)}', NULL) FROM json_each('[1, 2]')`,
    `INSERT INTO order_events (id, order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint)
      VALUES (1, 1, 1, 'a', 'create', 'order.created', 'customer', 'usr_asha', '${at(0)}', '')`,
    `INSERT INTO payments (id, order_id, amount, method, status, source, created_at, next_attempt_at, settled_at) VALUES
      ('pay_1', 1, 100, 'ONLINE', 'PROCESSING', '{}', '${at(0)}', '${at(40)}', NULL),
      ('pay_2', 2, 100, 'ONLINE', 'SUCCEEDED', '{}', '${at(0)}', NULL, '${at(0)}')`,
    `INSERT INTO refunds (id, order_id, payment_id, amount, status, restocked, created_at, next_attempt_at)
      VALUES ('ref_1', 2, 'pay_2', 100, 'PENDING', 0, '${at(0)}', '${at(30)}')`,
    `INSERT INTO notifications (order_id, event_id, channel, recipient, attempts, created_at, next_attempt_at)
      VALUES (1, 1, 'EMAIL', 'asha@example.com', 1, '${at(0)}', '${at(20)}')`,
    `INSERT INTO webhook_endpoints (id, url, origin, event_types, secret, status, created_at, updated_at)
      VALUES ('whe_1', 'https://shop.example', 'https://till.example', '["order.paid"]', 'x', 'ENABLED', '${at(0)}', '${at(0)}')`,
    `INSERT INTO webhook_deliveries (message_id, endpoint_id, order_id, event_id, event_type, status, created_at, next_attempt_at)
      VALUES ('msg_1', 'whe_1', 1, 1, 'order.created', 'PENDING', '${at(0)}', '${at(10)}')`,
  );
  for (const minute of [10, 20, 30, 40, 50]) {
    expect(await nextDueAt(server, at(minute - 10))).toBe(at(minute));
    expect(await nextDueAt(server, at(minute - 1))).toBe(at(minute));
  }
  expect(await nextDueAt(server, at(50))).toBeNull();
});
