import { access } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { measureLoad } from "../src/cases/load.ts";
import { generateOrders } from "../src/orders/generate-orders.ts";
import { makeProgress } from "../src/progress.ts";
import { customerIds, startDatabase } from "../src/rig/database.ts";
import { type Bench, openBench } from "../src/rig/rig.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(makeProgress());
});
afterAll(async () => {
  await bench.close();
  await expect(access(bench.scratchDir)).rejects.toThrow("ENOENT");
});

test("every way creates and pays an order, and each answer of Till and of the floor has its row", async () => {
  const settings = { rounds: 1, seconds: 0.3, warmUpSeconds: 0.1, connections: [1], crowd: 4 };
  const results = await measureLoad(bench, ["create", "pay"], settings);
  const measured = results.map(({ call, way, connections }) => `${call} ${way} ${connections}`);
  expect(measured).toEqual([
    "create till 1",
    "create floor 1",
    "create lean 1",
    "create plain 1",
    "create till 4",
    "pay till 1",
    "pay floor 1",
    "pay till 4",
  ]);
  for (const { way, runs } of results.filter((result) => result.way !== "plain")) {
    const [run] = runs;
    expect(run, way).toMatchObject({ errors: 0 });
    expect(run?.answers, way).toBeGreaterThan(0);
    expect(run?.rowsAdded, way).toBeGreaterThanOrEqual(run?.answers ?? Infinity);
  }
});

test("generated orders are as consistent as Till's own", async () => {
  const database = await startDatabase(bench.scratchDir, "generated");
  try {
    const now = Date.now();
    const common = { count: 20, customerIds: customerIds.slice(0, 3), from: now - 60_000, until: now };
    await generateOrders(database.client, { ...common, kind: "history", firstId: 1 });
    await generateOrders(database.client, { ...common, kind: "payable", firstId: 101 });
    await generateOrders(database.client, { ...common, kind: "untold", firstId: 201 });
    const rows = async (sql: string) => (await database.client.execute(sql)).rows.map((row) => Object.values(row));
    expect(await rows("PRAGMA foreign_key_check")).toEqual([]);
    expect(await rows("PRAGMA integrity_check")).toEqual([["ok"]]);
    expect(await rows("SELECT status, count(*) FROM orders GROUP BY status ORDER BY status")).toEqual([
      ["CANCELLED", 2],
      ["PAID", 36],
      ["PENDING", 22],
    ]);
    const broken = `SELECT id FROM orders WHERE version <> (SELECT max(seq) FROM order_events WHERE order_id = orders.id)
      OR subtotal_amount <> (SELECT sum(total_amount) FROM order_items WHERE order_id = orders.id)
      OR (status = 'PAID') <> EXISTS (SELECT 1 FROM payments WHERE order_id = orders.id AND amount = orders.total_amount)
      OR 2 * (status <> 'PENDING') <> (SELECT count(*) FROM notifications WHERE order_id = orders.id)`;
    expect(await rows(broken)).toEqual([]);
    expect(
      await rows("SELECT count(*) FROM notifications WHERE next_attempt_at IS NOT NULL AND sent_at IS NULL"),
    ).toEqual([[40]]);
    expect(await rows("SELECT count(*) FROM notifications_fts WHERE notifications_fts MATCH 'changed'")).toEqual([
      [36],
    ]);
    const sums = "SELECT type, sum(count), sum(amount) FROM order_sums GROUP BY type ORDER BY type";
    expect(await rows(sums)).toEqual([
      ["order.cancelled", 2, 2 * 37_035],
      ["order.created", 60, 60 * 37_035],
      ["order.paid", 36, 36 * 37_035],
    ]);
    const sold = `SELECT 1000000000 - stock FROM products WHERE id = 1`;
    expect(await rows(sold)).toEqual([[2 * 58]]);
  } finally {
    await database.stop();
  }
});
