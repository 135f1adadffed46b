import { afterAll, beforeAll, expect, test } from "vitest";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const due = ["next_attempt_at", "taken_by"];

/**
 * Every column of every table that can hold text, and why it may stay after an erase: `erased` are those that
 * `customers.erase` clears, and `wordless` those that hold no words of a customer. A person decides for a new column.
 */
const columns: Record<string, { erased?: string[]; wordless: string[] }> = {
  // What staff call their programs.
  api_keys: { wordless: ["id", "hash", "name", "role", "created_by", "created_at", "last_used_at", "revoked_at"] },
  armed_faults: { wordless: ["id", "procedure", "fault", "armed_at", "counted"] },
  channel_faults: { wordless: ["channel", "taken_by"] },
  clock_moves: { wordless: ["id", "mode", "from_time", "to_time"] },
  // The id is the login service's own, and names the same person in the orders.
  customers: { erased: ["name", "email", "phone"], wordless: ["id", "role"] },
  discount_uses: { wordless: ["code", "user_id"] },
  discounts: { wordless: ["code", "kind", "currency", "starts_at", "ends_at", "disabled_at"] },
  // Staff are told not to name the person in the reason.
  erasures: { wordless: ["id", "customer_id", "actor_id", "at", "reason"] },
  fault_acts: { wordless: ["fault_id", "call_id", "fault", "procedure", "at", "held_until", "went_at"] },
  guest_links: { wordless: ["hash", "user_id", "created_by", "created_at", "expires_at"] },
  notifications: {
    erased: ["recipient", "subject", "text", "html", "last_error"],
    // The provider's own id of the message, to find it in the provider's log.
    wordless: [...due, "channel", "created_at", "sent_at", "user_id", "failed_at", "provider", "provider_id"],
  },
  order_events: {
    erased: ["idempotency_key", "fingerprint", "reason", "data"],
    wordless: ["command_id", "command", "type", "actor_role", "actor_id", "at", "payment_id", "refund_id"],
  },
  // What products were called.
  order_items: { wordless: ["sku", "name"] },
  order_sums: { wordless: ["quarter", "type", "currency", "decline_code"] },
  orders: {
    erased: ["customer_name", "customer_email", "customer_phone", "cancel_reason", "recorded"],
    wordless: [
      "user_id",
      "status",
      "payment_method",
      "currency",
      "discount_code",
      "cancel_cause",
      "created_at",
      "updated_at",
      "expires_at",
      "paid_at",
      "cancelled_at",
    ],
  },
  // The gateway's own id of the attempt: the accountant compares it with the bank's statement.
  payments: {
    erased: ["source", "sentence", "action_url", "last_error"],
    wordless: [...due, "id", "status", "method", "decline_code", "gateway", "reference", "created_at", "settled_at"],
  },
  products: { wordless: ["sku", "name", "description", "currency", "image_url", "archived_at"] },
  refunds: {
    erased: ["reason", "failure_reason", "last_error"],
    wordless: [...due, "id", "payment_id", "status", "created_at", "settled_at"],
  },
  statement_sums: { wordless: ["quarter", "currency", "payment_method"] },
  // Reasons of staff, for movements that are not of an order.
  stock_movements: {
    wordless: ["cause", "at", "actor_id", "reason", "command_id", "idempotency_key", "fingerprint"],
  },
  till_clock: { wordless: ["mode"] },
  till_sandbox: { wordless: ["marked_at"] },
  tills: { wordless: ["id", "name", "state", "created_at", "changed_at", "expires_at", "next_due_at", "swept_at"] },
  webhook_attempts: { erased: ["response_body", "error"], wordless: ["at", "scripted"] },
  webhook_deliveries: {
    erased: ["payload", "last_error"],
    wordless: [...due, "message_id", "endpoint_id", "event_type", "status", "created_at"],
  },
  // What the shop calls its own servers.
  webhook_endpoints: {
    wordless: [
      "id",
      "url",
      "origin",
      "event_types",
      "description",
      "status",
      "disabled_reason",
      "secret",
      "previous_secret",
      "previous_secret_until",
      "failing_since",
      "last_failure_at",
      "left_alone_until",
      "created_at",
      "updated_at",
      "deleted_at",
    ],
  },
  webhook_scripts: { wordless: ["id", "endpoint_id", "event_type", "act", "created_at"] },
};

test("somebody has decided for each column with text whether an erase clears it", async () => {
  const found = await till.rows(`SELECT tables.name AS "table", columns.name FROM sqlite_master AS tables
    JOIN pragma_table_info(tables.name) AS columns ON columns.type NOT IN ('INTEGER', 'integer')
    WHERE tables.type = 'table' AND tables.name NOT LIKE '%\\_fts%' ESCAPE '\\' AND tables.name NOT LIKE '\\_\\_%' ESCAPE '\\'
      AND tables.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`);
  const decided = Object.entries(columns).flatMap(([table, { erased = [], wordless }]) =>
    [...erased, ...wordless].map((column) => `${table}.${column}`),
  );
  expect(found.map(({ table, name }) => `${String(table)}.${String(name)}`).toSorted()).toEqual(decided.toSorted());
});

test("an index of words is one that an erase keeps clean, or one of products", async () => {
  const erased = ["customers_fts", "notifications_fts", "orders_fts"];
  const found = await till.rows("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%'");
  expect(found.map(({ name }) => String(name)).toSorted()).toEqual([...erased, "products_fts"]);
  for (const index of erased)
    expect(await till.rows(`SELECT v FROM ${index}_config WHERE k = 'secure-delete'`)).toEqual([{ v: 1 }]);
});
