import { afterAll, beforeAll, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { race } from "./race.ts";
import { rounds } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(async () => {
  expect((await auditAll(till)).differences).toEqual([]);
  await till.stop();
});

const sales = rounds(200, 15);

test("of 64 concurrent payments of one order one succeeds, and one email and one SMS exist", async () => {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });

  const { values, refused } = await race(64, () => api.orders.pay.mutate({ id }));

  expect(values).toHaveLength(1);
  expect(refused).toEqual({ ORDER_NOT_PENDING: 63 });
  await till.settled();
  expect(await till.rows("SELECT status FROM payments WHERE order_id = ?", id)).toEqual([{ status: "SUCCEEDED" }]);
  expect(
    await till.rows("SELECT channel, attempts FROM notifications WHERE order_id = ? ORDER BY channel", id),
  ).toEqual([
    { channel: "EMAIL", attempts: 1 },
    { channel: "SMS", attempts: 1 },
  ]);
});

test("of pay and cancel at once one wins, and the stock is right either way", async () => {
  const api = till.as(somebody());
  const productId = await till.addProduct({ stock: 100 });
  for (let round = 0; round < 10; round += 1) {
    const { id } = await api.orders.create.mutate({ items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE" });
    const { values, refused } = await race<unknown>(8, (index) =>
      index % 2 === 0 ? api.orders.pay.mutate({ id }) : api.orders.cancel.mutate({ id }),
    );
    expect(values).toHaveLength(1);
    expect(refused).toEqual({ ORDER_NOT_PENDING: 7 });
  }
  const paid = await till.rows(
    "SELECT count(*) AS n FROM orders JOIN order_items ON order_id = id WHERE product_id = ? AND status = 'PAID'",
    productId,
  );
  expect(await till.rows("SELECT stock FROM products WHERE id = ?", productId)).toEqual([
    { stock: 100 - Number(paid[0]?.["n"]) },
  ]);
});

test(`${sales} rounds of four buyers for each piece in stock: all is sold, never more, and the others are told`, async () => {
  const buyers = Array.from({ length: 12 }, () => till.as(somebody()));
  for (let round = 0; round < sales; round += 1) {
    const stock = 1 + (round % 3);
    const items = [{ productId: await till.addProduct({ stock }), quantity: 1 }];
    const { values, refused } = await race(4 * stock, (index) =>
      (buyers[index] ?? till.as(null)).orders.create.mutate({ items, paymentMethod: "COD" }),
    );
    expect(values).toHaveLength(stock);
    expect(refused).toEqual({ OUT_OF_STOCK: 3 * stock });
    expect(await till.rows("SELECT stock FROM products WHERE id = ?", items[0]?.productId ?? 0)).toEqual([
      { stock: 0 },
    ]);
  }
}, 120_000);

test("40 buyers of 10 pieces: 10 are sold, and the others are told that they are sold out", async () => {
  const productId = await till.addProduct({ stock: 10 });
  const items = [{ productId, quantity: 1 }];
  const { values, refused } = await race(40, () =>
    till.as(somebody()).orders.create.mutate({ items, paymentMethod: "COD" }),
  );
  expect(values).toHaveLength(10);
  expect(refused).toEqual({ OUT_OF_STOCK: 30 });
  expect(await till.rows("SELECT stock FROM products WHERE id = ?", productId)).toEqual([{ stock: 0 }]);
});
