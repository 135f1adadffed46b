import { readFile, readdir } from "node:fs/promises";
import { createClient } from "@libsql/client";
import { type Difference, differenceKinds, limits } from "@till/contracts";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { type Scene, cancelledScene, refundedScene } from "./audited-scene.ts";
import { plantedFaults } from "./planted-faults.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
  await till.rows("INSERT INTO customers (id, role, name) VALUES ('usr_other', 'customer', 'Other')");
});
afterAll(() => till.stop());

/** Changes rows without a command. */
async function plant(sql: string) {
  const database = createClient(till.connection);
  await database.executeMultiple(sql);
  database.close();
}

const isAbout =
  ({ id, code, coffee }: Scene, kind: string) =>
  ({ orderId, subject }: { orderId: number | null; subject: string | null }) =>
    kind.startsWith("DISCOUNT")
      ? subject?.startsWith(code)
      : orderId === id || (orderId === null && subject?.endsWith(`product ${coffee}`));

/** A scene, and an order after it: the next order takes the number after the last one, so that one must stay. */
async function setScene(name: "refunded" | "cancelled" = "refunded") {
  const scene = await (name === "refunded" ? refundedScene(till) : cancelledScene(till));
  const items = [{ productId: scene.coffee, quantity: 1 }];
  await till.as(somebody()).orders.create.mutate({ items, paymentMethod: "COD" });
  return scene;
}

test("the audit of orders that only commands changed finds nothing", async () => {
  const scenes = [await setScene("refunded"), await setScene("cancelled")];
  const { differences, checked } = await auditAll(till);
  expect(differences).toEqual([]);
  expect(checked).toBeGreaterThanOrEqual(scenes.length);
});

test("a fault of each kind is planted", () => {
  const scene: Scene = {
    id: 1,
    userId: "",
    coffee: 1,
    sku: "",
    filter: 2,
    code: "",
    failedId: "",
    paidId: "",
    refundId: "",
    invoice: 1,
  };
  const kinds = Object.values(plantedFaults).flatMap(({ finds }) => finds(scene).map(([kind]) => kind));
  expect([...new Set(kinds)].toSorted()).toEqual(Object.keys(differenceKinds).toSorted());
});

describe("of faults that are planted, each in a scene of its own", () => {
  const scenes = new Map<string, Scene>();
  let differences: Difference[];
  beforeAll(async () => {
    for (const [fault, { scene: name, sql }] of Object.entries(plantedFaults)) {
      const scene = await setScene(name);
      await plant(sql(scene));
      scenes.set(fault, scene);
    }
    ({ differences } = await auditAll(till));
  });

  test.each(Object.entries(plantedFaults))("the audit finds: %s", (fault, { finds }) => {
    const scene = scenes.get(fault);
    if (scene === undefined) throw new Error("The fault is not planted.");
    const expected = finds(scene);
    const found = differences
      .filter(isAbout(scene, expected[0]?.[0] ?? ""))
      .map(({ kind, subject, expected: said, found: holds, events }) => [
        kind,
        subject?.replace(/^movement \d+/, "a movement") ?? null,
        said,
        holds,
        events.map(({ seq }) => seq),
      ]);
    expect(found).toEqual(expected);
  });
});

test("a difference names its events with their order, type and time", async () => {
  const { id } = await setScene();
  await plant(`UPDATE orders SET refunded_amount = 1 WHERE id = ${id}`);
  const { differences } = await auditAll(till);
  const [event] = await till.rows("SELECT id, at FROM order_events WHERE order_id = ? AND seq = 5", id);
  expect(differences.filter(({ orderId }) => orderId === id)).toEqual([
    {
      kind: "ORDER_REFUNDED",
      orderId: id,
      subject: null,
      expected: 100,
      found: 1,
      events: [{ ...event, orderId: id, seq: 5, type: "order.refunded" }],
    },
  ]);
});

test("each call checks one piece, and together they check every order and every code once", async () => {
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const api = till.as(somebody());
  for (let placed = 0; placed <= limits.auditOrders; placed += 1)
    await api.orders.create.mutate({ items, paymentMethod: "COD" });
  for (let added = 0; added <= limits.auditCodes; added += 1) await till.addDiscount({ kind: "FIXED", value: 1 });
  for (let added = 0; added <= limits.auditProducts; added += 1) await till.addProduct();
  const { pieces, checked } = await auditAll(till);
  const [row] = await till.rows(
    `SELECT (SELECT count(*) FROM (SELECT id FROM orders UNION SELECT order_id FROM order_events)) AS orders,
      (SELECT count(*) FROM discounts) AS codes, (SELECT count(*) FROM products) AS products`,
  );
  expect(checked).toBe(row?.["orders"]);
  expect(pieces.reduce((sum, { checkedCodes }) => sum + checkedCodes, 0)).toBe(row?.["codes"]);
  expect(pieces.reduce((sum, { checkedProducts }) => sum + checkedProducts, 0)).toBe(row?.["products"]);
  for (const piece of pieces) {
    expect(piece.checked).toBeLessThanOrEqual(limits.auditOrders);
    expect(piece.checkedCodes).toBeLessThanOrEqual(limits.auditCodes);
    expect(piece.checkedProducts).toBeLessThanOrEqual(limits.auditProducts);
  }
  expect(pieces.length).toBeGreaterThan(5);
});

/** The statements with which the migration completes events that earlier versions wrote. */
async function completions(): Promise<string[]> {
  const folder = new URL("../../../packages/db/migrations/", import.meta.url);
  const name = (await readdir(folder)).find((file) => file.endsWith("_audit.sql")) ?? "";
  const statements = (await readFile(new URL(name, folder), "utf8")).split("--> statement-breakpoint");
  return statements.filter((statement) => statement.includes("UPDATE"));
}

test.each([
  ["kept less", "json_remove(data, '$.recorded', '$.discountCode', '$.paymentMethod', '$.expiresAt')"],
  ["kept nothing", "NULL"],
])("the migration completes events of a version that %s", async (_name, data) => {
  const older = await startTill();
  onTestFinished(() => older.stop());
  await refundedScene(older);
  await cancelledScene(older);
  await older.rows(`UPDATE order_events SET data = iif(command = 'create', ${data}, NULL)`);
  // Such a version recorded nothing.
  await older.rows("UPDATE orders SET recorded = NULL");
  expect((await auditAll(older)).differences.length).toBeGreaterThan(0);
  const statements = await completions();
  expect(statements).toHaveLength(3);
  for (const statement of statements) await older.rows(statement);
  expect((await auditAll(older)).differences).toEqual([]);
});

test("a till without orders, codes and products is audited in three calls", async () => {
  const empty = await startTill();
  const { pieces, differences } = await auditAll(empty);
  expect([pieces.length, differences]).toEqual([3, []]);
  await empty.stop();
});
