import { type Till, startTill } from "@till/api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wayTo } from "./way.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

test("a first order: sign in, look around, order, pay, and read it back", async () => {
  const productId = await till.addProduct({ unitPrice: 149_900, name: "Kettle" });
  await till.rows("INSERT INTO customers (id, role, name, demo) VALUES ('usr_asha', 'customer', 'Asha Rao', TRUE)");
  const { client } = wayTo(till);

  const { token, user } = await client().sandbox.signIn.mutate({ userId: "usr_asha" });
  const api = client(token);
  expect(await api.auth.me.query()).toEqual({ user });
  expect((await api.products.list.query({ search: "kettle" })).items).toMatchObject([{ id: productId }]);

  const placed = await api.orders.create.mutate({ items: [{ productId, quantity: 2 }], paymentMethod: "ONLINE" });
  expect(placed).toMatchObject({ status: "PENDING", totalAmount: 299_800, actions: ["pay", "cancel"] });
  const { order, payment } = await api.orders.pay.mutate({ id: placed.id });
  expect(payment).toMatchObject({ status: "SUCCEEDED", amount: 299_800 });
  expect(await api.orders.get.query({ id: placed.id })).toEqual(order);
  expect(await api.orders.list.query({ status: "PAID" })).toEqual({ items: [order], nextCursor: null });
});

test("calls made at the same time share one request", async () => {
  const { client, sent } = wayTo(till);
  const api = client();
  await Promise.all([api.auth.me.query(), api.products.list.query({}), api.sandbox.users.query()]);
  expect(sent.map(({ path }) => path)).toEqual(["/trpc/auth.me,products.list,sandbox.users"]);
});
