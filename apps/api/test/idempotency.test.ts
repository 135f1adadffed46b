import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const count = async (table: string, orderId: number) =>
  (await till.rows(`SELECT count(*) AS n FROM ${table} WHERE order_id = ?`, orderId))[0]?.["n"];

test("a repeated key answers with what the first request did, at once and in sequence", async () => {
  const api = till.as(somebody());
  const productId = await till.addProduct({ stock: 10 });
  const input = { items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE" as const, idempotencyKey: "create" };
  const orders = await Promise.all(Array.from({ length: 8 }, () => api.orders.create.mutate(input)));
  orders.push(await api.orders.create.mutate(input));
  expect(new Set(orders.map((order) => JSON.stringify(order))).size).toBe(1);
  expect(await till.rows("SELECT stock FROM products WHERE id = ?", productId)).toEqual([{ stock: 9 }]);

  const id = orders[0]?.id ?? 0;
  const pay = { id, idempotencyKey: "pay" };
  const paid = await Promise.all(Array.from({ length: 8 }, () => api.orders.pay.mutate(pay)));
  expect(new Set(paid.map(({ payment }) => payment.id)).size).toBe(1);
  expect(await count("payments", id)).toBe(1);
  expect(await count("notifications", id)).toBe(2);
});

test("a repeated decline is the same decline", async () => {
  const api = till.as(somebody());
  const productId = await till.addProduct();
  const { id } = await api.orders.create.mutate({ items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE" });
  const pay = { id, source: { token: "pm_card_visa_chargeDeclined" }, idempotencyKey: "declined" };
  const refusals = [await refusalOf(api.orders.pay.mutate(pay)), await refusalOf(api.orders.pay.mutate(pay))];
  expect(refusals[0]).toEqual(refusals[1]);
  expect(await count("payments", id)).toBe(1);
});

test("a key with another request is refused, and so is one for another command or order", async () => {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const idempotencyKey = "once";
  const first = await api.orders.create.mutate({ items, paymentMethod: "ONLINE", idempotencyKey });
  const second = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  for (const call of [
    () => api.orders.create.mutate({ items, paymentMethod: "COD", idempotencyKey }),
    () => api.orders.cancel.mutate({ id: first.id, idempotencyKey }),
    () => api.orders.pay.mutate({ id: second.id, idempotencyKey }),
  ])
    expect(await refusalOf(call())).toMatchObject({
      code: "IDEMPOTENCY_KEY_REUSED",
      status: 422,
      details: { idempotencyKey },
    });
  expect(await api.orders.get.query({ id: second.id })).toEqual(second);
});

test("a key belongs to its caller: another customer may use the same", async () => {
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const input = { items, paymentMethod: "COD" as const, idempotencyKey: "shared" };
  const mine = await till.as(somebody()).orders.create.mutate(input);
  const theirs = await till.as(somebody()).orders.create.mutate(input);
  expect(theirs.id).not.toBe(mine.id);
});

test("a refused request does not use up its key", async () => {
  const api = till.as(somebody());
  const productId = await till.addProduct({ stock: 0 });
  const input = { items: [{ productId, quantity: 1 }], paymentMethod: "COD" as const, idempotencyKey: "later" };
  expect((await refusalOf(api.orders.create.mutate(input))).code).toBe("OUT_OF_STOCK");
  await till.rows("UPDATE products SET stock = 1 WHERE id = ?", productId);
  expect(await api.orders.create.mutate(input)).toMatchObject({ status: "PENDING" });
});
