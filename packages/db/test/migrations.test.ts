import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { getTableColumns, getTableName, is } from "drizzle-orm";
import { SQLiteTable } from "drizzle-orm/sqlite-core";
import { expect, onTestFinished, test } from "vitest";
import * as schema from "../src/schema/schema.ts";
import { migrateDatabase, seedDatabase } from "../src/setup/setup.ts";
import { startShop } from "./shop.ts";

const packageDir = fileURLToPath(new URL("..", import.meta.url));

const { server, database } = await startShop();

const rows = async (sql: string) => (await database.execute(sql)).rows.map((row) => ({ ...row }));

test("the migrations match the schema: the generator finds nothing to add", async () => {
  const scratch = await mkdtemp(join(tmpdir(), "till-migrations-"));
  onTestFinished(() => rm(scratch, { recursive: true }));
  await cp(join(packageDir, "migrations"), scratch, { recursive: true });
  const before = await readdir(scratch);
  const args = ["generate", "--dialect", "sqlite", "--schema", "./src/schema/schema.ts", "--out", scratch];
  await promisify(execFile)("node_modules/.bin/drizzle-kit", args, { cwd: packageDir });
  expect(await readdir(scratch)).toEqual(before);
});

test("every table has the columns of its schema", async () => {
  const tables = Object.values(schema).filter((one) => is(one, SQLiteTable));
  expect(tables.length).toBeGreaterThan(15);
  for (const table of tables) {
    const name = getTableName(table);
    const found = await rows(`SELECT name FROM pragma_table_info('${name}')`);
    const columns = Object.values(getTableColumns(table)).map((column) => column.name);
    expect([name, new Set(found.map((column) => column["name"]))]).toEqual([name, new Set(columns)]);
  }
});

test("migrating and seeding again change nothing, and stock that was sold stays sold", async () => {
  await database.execute("UPDATE products SET stock = 7 WHERE sku = 'COF-ATT-250'");
  const before = await seeded();
  await migrateDatabase(server);
  await seedDatabase(server);
  expect(await seeded()).toEqual(before);
});

test("the seed looks like a shop: 24 products, some with little stock, three customers and one of staff", async () => {
  expect(await rows("SELECT count(*) AS n FROM products WHERE length(name) > 5 AND length(description) > 20")).toEqual([
    { n: 24 },
  ]);
  expect(await rows("SELECT count(*) > 2 AS few FROM products WHERE stock BETWEEN 0 AND 9")).toEqual([{ few: 1 }]);
  expect(
    await rows("SELECT role, count(*) AS n FROM customers WHERE email LIKE '%@%' AND phone LIKE '+%' GROUP BY role"),
  ).toEqual([
    { role: "customer", n: 3 },
    { role: "staff", n: 1 },
  ]);
});

const seeded = () =>
  rows(`SELECT (SELECT json_group_array(json_array(id, sku, stock)) FROM products) AS catalogue,
    (SELECT count(*) FROM customers) AS customers`);

const order = (changes: Record<string, string | number>) => {
  const columns = {
    id: 1,
    version: 1,
    user_id: "'usr_asha'",
    status: "'PENDING'",
    payment_method: "'COD'",
    currency: "'INR'",
    subtotal_amount: 100,
    discount_amount: 0,
    total_amount: 100,
    refunded_amount: 0,
    created_at: "'2026-01-01T00:00:00.000Z'",
    updated_at: "'2026-01-01T00:00:00.000Z'",
    ...changes,
  };
  return `INSERT INTO orders (${Object.keys(columns).join(", ")}) VALUES (${Object.values(columns).join(", ")})`;
};

const extras = (amount: number) => `'{"extras":[{"type":"FEE","name":"Gift wrap","amount":${amount}}]}'`;

const endpoint = (changes: Record<string, string>) => {
  const columns = {
    id: "'whe_1'",
    url: "'https://shop.example'",
    origin: "''",
    event_types: `'["order.paid"]'`,
    status: "'ENABLED'",
    secret: "'whsec_'",
    created_at: "'2026-01-01T00:00:00.000Z'",
    updated_at: "'2026-01-01T00:00:00.000Z'",
    ...changes,
  };
  return `INSERT INTO webhook_endpoints (${Object.keys(columns).join(", ")}) VALUES (${Object.values(columns).join(", ")})`;
};

test("the sum of the extra lines can't be changed away from them later", async () => {
  const placed = order({ extra_amount: 5, total_amount: 105, recorded: extras(5) });
  for (const set of ["recorded = NULL", `recorded = ${extras(6)}`, "extra_amount = 6, total_amount = 106"])
    await expect(database.batch([placed, `UPDATE orders SET ${set} WHERE id = 1`], "write")).rejects.toThrow(
      "orders_extras",
    );
});

test.each([
  ["a webhook endpoint that is off without a reason", endpoint({ status: "'DISABLED'" }), "webhook_endpoints_disabled"],
  ["a webhook endpoint for no event", endpoint({ event_types: "'[]'" }), "webhook_endpoints_event_types"],
  [
    "a deleted webhook endpoint that keeps its secret",
    endpoint({ status: "'DISABLED'", disabled_reason: "'MANUAL'", deleted_at: "'2026-01-01T00:00:00.000Z'" }),
    "webhook_endpoints_deleted",
  ],
  [
    "a webhook that is pending and never due",
    `INSERT INTO webhook_deliveries (message_id, endpoint_id, order_id, event_id, event_type, status, created_at)
     VALUES ('msg_1', 'whe_1', 1, 1, 'order.paid', 'PENDING', '2026-01-01T00:00:00.000Z')`,
    "webhook_deliveries_due_if_pending",
  ],
  ["a customer who does not exist", order({ user_id: "'usr_nobody'" }), "FOREIGN KEY"],
  ["a negative subtotal", order({ subtotal_amount: -1, total_amount: -1 }), "orders_subtotal"],
  ["a total that is not subtotal less discount", order({ total_amount: 99 }), "orders_total"],
  ["extra lines that are not part of the total", order({ extra_amount: 5, recorded: extras(5) }), "orders_total"],
  ["an extra amount below nothing", order({ extra_amount: -5, total_amount: 95 }), "orders_extra"],
  ["an extra amount without extra lines", order({ extra_amount: 5, total_amount: 105 }), "orders_extras"],
  ["extra lines of another sum", order({ extra_amount: 5, total_amount: 105, recorded: extras(4) }), "orders_extras"],
  ["extra lines without their amount", order({ recorded: extras(4) }), "orders_extras"],
  [
    "an included tax above the total",
    order({ recorded: `'{"extras":[{"amount":101,"included":true}]}'` }),
    "orders_extras",
  ],
  [
    "a total above the limit of one order",
    order({
      subtotal_amount: 99_999_999,
      extra_amount: 1,
      total_amount: 100_000_000,
      recorded: extras(1),
    }),
    "orders_total",
  ],
  ["a discount beyond the subtotal", order({ discount_amount: 101, total_amount: -1 }), "orders_discount"],
  ["a refund beyond the total", order({ refunded_amount: 101 }), "orders_refunded"],
  [
    "refunds that wait beyond what is left",
    order({ pending_refund_amount: 1, refunded_amount: 100 }),
    "orders_pending",
  ],
  ["a paid order without its time", order({ status: "'PAID'" }), "orders_paid_at"],
  ["recorded fields that are no JSON", order({ recorded: "'{'" }), "malformed JSON"],
  ["recorded fields that are no object", order({ recorded: "'[]'" }), "orders_recorded"],
  [
    "a second order with the same reference",
    `${order({ recorded: `'{"reference":"SO-1"}'` })}, (2, 1, 'usr_asha', 'PENDING', 'COD', 'INR', 1, 0, 1, 0, '', '', '{"reference":"SO-1"}')`,
    "orders_reference",
  ],
  ["negative stock", "UPDATE products SET stock = -1 WHERE id = 1", "products_stock"],
  ["a price below nothing", "UPDATE products SET unit_price = -1 WHERE id = 1", "products_unit_price"],
  ["a second product with the same SKU", "UPDATE products SET sku = 'COF-ATT-250' WHERE id = 2", "products.sku"],
  [
    "an event of an order that does not exist at the end of the batch",
    `INSERT INTO order_events (order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint)
     VALUES (99, 1, 'x', 'create', 'order.created', 'customer', 'usr_asha', '2026-01-01T00:00:00.000Z', '')`,
    "FOREIGN KEY",
  ],
])("the database itself refuses %s", async (_name, sql, constraint) => {
  await expect(database.execute(sql)).rejects.toThrow(constraint);
});
