import { afterAll, beforeAll, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { newProduct } from "./catalogue-calls.ts";
import { race } from "./race.ts";
import { rounds } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const catalogue = () => till.as(somebody("staff")).products;

/** How many race for each kind of change. */
const many = rounds(40, 12);

test("of many adjustments at once, only as many take a piece as there are", async () => {
  const id = await till.addProduct({ stock: 7 });
  const { values, refused } = await race(many, () =>
    catalogue().adjustStock.mutate({ id, change: -1, reason: "Broken" }),
  );
  expect([values.length, refused]).toEqual([7, { STOCK_NOT_ADJUSTABLE: many - 7 }]);
  expect(values.map(({ movement }) => movement.stock).toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([
    0, 1, 2, 3, 4, 5, 6,
  ]);
  expect((await till.as(null).products.get.query({ id })).stock).toBe(0);
});

test("orders, cancellations and adjustments of one product at once add up", async () => {
  const id = await till.addProduct({ stock: 20 });
  const items = [{ productId: id, quantity: 2 }];
  const place = async () => {
    const api = till.as(somebody());
    const order = await api.orders.create.mutate({ items, paymentMethod: "COD" });
    return { api, id: order.id };
  };
  const [orders, cancelled, delivered] = await Promise.all([
    race(many, place),
    race(many, async () => {
      const order = await place();
      return order.api.orders.cancel.mutate({ id: order.id });
    }),
    race(many, () => catalogue().adjustStock.mutate({ id, change: 1, reason: "Delivered" })),
  ]);
  expect(Object.keys({ ...orders.refused, ...cancelled.refused }).filter((code) => code !== "OUT_OF_STOCK")).toEqual(
    [],
  );
  expect(delivered.values).toHaveLength(many);
  const { stock } = await till.as(null).products.get.query({ id });
  expect(stock).toBe(20 + many - 2 * orders.values.length);
  const [row] = await till.rows(
    "SELECT sum(change) AS moved, count(*) AS movements FROM stock_movements WHERE product_id = ?",
    id,
  );
  const count = orders.values.length + 2 * cancelled.values.length + many;
  expect(row).toEqual({ moved: (stock ?? 0) - 20, movements: count });
});

test("orders, adjustments and imports of one product at once leave a chain without a gap", async () => {
  // All movements are on one page.
  const each = rounds(30, 12);
  const product = newProduct({ stock: 50 });
  const { id } = await catalogue().upsert.mutate(product);
  const items = [{ productId: id, quantity: 1 }];
  const [orders, adjustments, imports] = await Promise.all([
    race(each, () => till.as(somebody()).orders.create.mutate({ items, paymentMethod: "COD" })),
    race(each, () => catalogue().adjustStock.mutate({ id, change: 1, reason: "Delivered" })),
    race(each, (index) => catalogue().import.mutate({ items: [{ ...product, stock: 50 + index }, newProduct()] })),
  ]);
  expect([orders, adjustments, imports].map(({ values }) => values.length)).toEqual([each, each, each]);
  const movements = (await catalogue().movements.query({ id, limit: 100 })).items.toReversed();
  const after = movements.reduce((stock, movement) => {
    expect(movement.stock).toBe(stock + (movement.change ?? 0));
    return movement.stock ?? 0;
  }, 0);
  expect((await till.as(null).products.get.query({ id })).stock).toBe(after);
  for (const [cause, change] of [
    ["ORDER_CREATED", -1],
    ["ADJUSTED", 1],
  ] as const)
    expect(movements.filter((one) => one.cause === cause && one.change === change)).toHaveLength(each);
});

test("an audit finds nothing after the races", async () => {
  const id = await till.addProduct({ stock: 1 });
  await race(many, () => catalogue().adjustStock.mutate({ id, change: 1, reason: "Delivered" }));
  expect((await auditAll(till)).differences).toEqual([]);
});
