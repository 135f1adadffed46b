import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { race } from "../race.ts";
import { refusalOf } from "../refusals.ts";
import { type Statement, watchStatements } from "../statements.ts";
import { type Till, somebody, startTill } from "../till.ts";
import { createClient } from "@libsql/client";

const maxOrders = 10;
const maxPieces = 60;

let till: Till;
beforeAll(async () => {
  till = await startTill({
    variables: { MAX_OPEN_ORDERS_PER_CUSTOMER: String(maxOrders), MAX_RESERVED_PIECES_PER_CUSTOMER: String(maxPieces) },
  });
});
beforeEach(() => {
  till.world.fetch = fetch;
});
afterAll(() => till.stop());

/** A customer, and a way to order so many pieces of one product of counted or unlimited stock. */
async function customer(stock: number | null = 1_000) {
  const user = somebody();
  const api = till.as(user);
  const productId = await till.addProduct({ stock });
  const basket = (quantity: number) => [{ productId, quantity }];
  const order = (quantity = 1, paymentMethod: "COD" | "ONLINE" = "COD") =>
    api.orders.create.mutate({ items: basket(quantity), paymentMethod });
  const left = async () => (await till.rows("SELECT stock FROM products WHERE id = ?", productId))[0]?.["stock"];
  return { user, api, order, basket, left };
}

test("64 orders of one customer at once never exceed the limit of open orders", async () => {
  const { api, order, left } = await customer();
  const { values, refused } = await race(64, () => order());
  expect(values).toHaveLength(maxOrders);
  expect(refused).toEqual({ RESERVATION_LIMIT_REACHED: 64 - maxOrders });
  expect(await left()).toBe(1_000 - maxOrders);
  expect((await api.orders.list.query({ limit: 100 })).items).toHaveLength(maxOrders);
});

test("64 orders of one customer at once never hold more pieces of stock than they may", async () => {
  const { order, left } = await customer();
  const { values, refused } = await race(64, (index) => order(20 + (index % 2)));
  expect(values.length).toBeLessThanOrEqual(maxPieces / 20);
  expect(Number(await left())).toBeGreaterThanOrEqual(1_000 - maxPieces);
  expect(refused).toEqual({ RESERVATION_LIMIT_REACHED: 64 - values.length });
});

test("what was refused says which limit, what is held and what to do, and the quote says the same before", async () => {
  const { api, order, basket } = await customer();
  await order(50);
  const refusal = await refusalOf(order(11));
  expect(refusal).toEqual({
    code: "RESERVATION_LIMIT_REACHED",
    status: 409,
    message:
      "Your unpaid orders hold 50 pieces, this one asks for 11 more, and one customer may hold 60 at a time. Pay or cancel an order first, or order fewer pieces.",
    details: { problem: "RESERVED_PIECES", limit: maxPieces, held: 50, requested: 11 },
    actions: [],
  });
  const { status: _status, ...problem } = refusal;
  expect((await api.orders.quote.query({ items: basket(11) })).problems).toEqual([problem]);
  expect((await till.as(null).orders.quote.query({ items: basket(11) })).problems).toEqual([]);
  expect((await api.orders.quote.query({ items: basket(10) })).problems).toEqual([]);

  for (let count = 1; count < maxOrders; count += 1) await order();
  expect(await refusalOf(order())).toMatchObject({
    message: "You have 10 unpaid orders, and one customer may have 10 at a time. Pay or cancel one of them first.",
    details: { problem: "OPEN_ORDERS", limit: maxOrders, held: maxOrders, requested: 1 },
  });
});

test("paying, collecting, cancelling and expiry make room again", async () => {
  const { api, order } = await customer();
  const staff = till.as(somebody("staff"));
  const fill = (method: "COD" | "ONLINE") => order(maxPieces, method);
  const isFull = async () => expect((await refusalOf(order())).code).toBe("RESERVATION_LIMIT_REACHED");

  const { id: paid } = await fill("ONLINE");
  await isFull();
  await api.orders.pay.mutate({ id: paid });
  const { id: collected } = await fill("COD");
  await isFull();
  await staff.orders.collect.mutate({ id: collected });
  const { id: cancelled } = await fill("COD");
  await isFull();
  await api.orders.cancel.mutate({ id: cancelled });
  await fill("COD");
  await isFull();
  await till.sweep(new Date(Date.now() + 8 * 24 * 60 * 60_000));
  await fill("ONLINE");
});

test("what has unlimited stock takes nothing from anybody: only the number of orders counts", async () => {
  const { order } = await customer(null);
  for (let count = 0; count < maxOrders; count += 1) await order(99);
  expect(await refusalOf(order())).toMatchObject({ details: { problem: "OPEN_ORDERS" } });
});

test("other customers are not concerned, and a repeated key is no new order", async () => {
  const { api, basket } = await customer();
  const items = basket(maxPieces);
  const place = () => api.orders.create.mutate({ items, paymentMethod: "COD", idempotencyKey: "once" });
  const first = await place();
  expect(await place()).toEqual(first);
  const another = till.as(somebody());
  expect((await another.orders.create.mutate({ items, paymentMethod: "COD" })).status).toBe("PENDING");
});

test("the gate counts in an index that has all it needs, and reads no order", async () => {
  const { order } = await customer();
  const statements: Statement[] = [];
  till.world.fetch = watchStatements(statements);
  await order();
  const counting = statements.filter(({ sql }) => sql.includes("reserved_pieces), 0)"));
  expect(counting).toHaveLength(2);
  const database = createClient(till.connection);
  for (const { sql, args } of counting) {
    const { rows } = await database.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args: [...args] });
    expect(rows.map(({ detail }) => detail)).toContain("SEARCH orders USING COVERING INDEX orders_open (user_id=?)");
  }
  database.close();
});
