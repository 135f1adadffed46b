import { type Till, somebody, startTill } from "@till/api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wayTo } from "./way.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

/** A new customer, with ten pieces of a product that nobody else buys. */
async function shopping() {
  const { sent, lose, client } = wayTo(till);
  const api = client(await till.tokenOf(somebody()));
  const productId = await till.addProduct({ stock: 10 });
  const basket = { items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE" as const };
  /** The inputs sent to a procedure, with batches split. */
  const inputs = (path: string) =>
    sent.filter((request) => request.path === `/trpc/${path}`).flatMap(({ body }) => Object.values(body));
  const stock = async () => (await till.rows("SELECT stock FROM products WHERE id = ?", productId))[0]?.["stock"];
  return { api, basket, inputs, stock, lose };
}

const key = expect.stringMatching(/^[\w-]{21}$/) as string;

test("each mutation that accepts a key gets its own", async () => {
  const { api, basket, inputs } = await shopping();
  const first = await api.orders.create.mutate(basket);
  const second = await api.orders.create.mutate(basket);
  await api.orders.pay.mutate({ id: first.id });
  await api.orders.cancel.mutate({ id: second.id });

  const created = inputs("orders.create");
  expect(created).toEqual([
    { ...basket, idempotencyKey: key },
    { ...basket, idempotencyKey: key },
  ]);
  expect(created[0]).not.toEqual(created[1]);
  expect(second.id).not.toBe(first.id);
  expect(inputs("orders.pay")).toEqual([{ id: first.id, idempotencyKey: key }]);
  expect(inputs("orders.cancel")).toEqual([{ id: second.id, idempotencyKey: key }]);
});

test("a mutation without a key is sent unchanged", async () => {
  const { api, inputs } = await shopping();
  await api.sandbox.signIn.mutate({ userId: "usr_nobody" }).catch(() => undefined);
  expect(inputs("sandbox.signIn")).toEqual([{ userId: "usr_nobody" }]);
});

test("the caller's own key is kept, and an undefined key is replaced", async () => {
  const { api, basket, inputs } = await shopping();
  const [order, again] = [
    await api.orders.create.mutate({ ...basket, idempotencyKey: "mine" }),
    await api.orders.create.mutate({ ...basket, idempotencyKey: "mine" }),
  ];
  expect(again).toEqual(order);
  await api.orders.create.mutate({ ...basket, idempotencyKey: undefined });
  expect(inputs("orders.create").map(({ idempotencyKey }) => idempotencyKey)).toEqual(["mine", "mine", key]);
});

test("an order whose answer was lost is sent again under its key, and placed once", async () => {
  const { api, basket, inputs, stock, lose } = await shopping();
  lose("answer", "answer");
  const order = await api.orders.create.mutate(basket);
  const attempts = inputs("orders.create");
  expect(attempts).toEqual([attempts[0], attempts[0], attempts[0]]);
  expect(await stock()).toBe(9);
  expect((await api.orders.list.query({})).items).toEqual([order]);
});

test("a payment whose answer was lost is sent again under its key, and made once", async () => {
  const { api, basket, inputs, lose } = await shopping();
  const { id } = await api.orders.create.mutate(basket);
  lose("answer");
  const { payment } = await api.orders.pay.mutate({ id });
  expect(inputs("orders.pay")).toHaveLength(2);
  expect((await api.orders.get.query({ id })).payments).toEqual([payment]);
});

test("a cancellation whose answer was lost is sent again under its key, and returns the stock once", async () => {
  const { api, basket, inputs, stock, lose } = await shopping();
  const { id } = await api.orders.create.mutate(basket);
  lose("answer");
  expect(await api.orders.cancel.mutate({ id })).toMatchObject({ status: "CANCELLED" });
  expect(inputs("orders.cancel")).toHaveLength(2);
  expect(await stock()).toBe(10);
});
