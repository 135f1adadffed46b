import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

/** A customer of their own, with a product that nobody else buys. */
async function shopping(options?: { unitPrice?: number; stock?: number | null; name?: string }) {
  const user = somebody();
  const productId = await till.addProduct(options);
  const items = [{ productId, quantity: 2 }];
  const api = till.as(user);
  const order = (paymentMethod: "ONLINE" | "COD" = "ONLINE") => api.orders.create.mutate({ items, paymentMethod });
  const stock = async () => (await till.rows("SELECT stock FROM products WHERE id = ?", productId))[0]?.["stock"];
  const messages = (orderId: number) =>
    till.rows("SELECT channel, recipient, sent_at FROM notifications WHERE order_id = ? ORDER BY channel", orderId);
  return { user, api, items, productId, order, stock, messages };
}

test("an order keeps price and name as they were when it was placed", async () => {
  const { api, productId, order } = await shopping({ unitPrice: 12_345, name: "Old name" });
  const placed = await order();
  expect(placed).toMatchObject({
    status: "PENDING",
    paymentMethod: "ONLINE",
    subtotalAmount: 24_690,
    totalAmount: 24_690,
    items: [{ productId, name: "Old name", quantity: 2, unitPrice: 12_345, totalAmount: 24_690 }],
    payments: [],
    actions: ["pay", "cancel"],
  });
  await till.rows("UPDATE products SET name = 'New name', unit_price = 1 WHERE id = ?", productId);
  expect(await api.orders.get.query({ id: placed.id })).toEqual(placed);
});

test("an order lists its lines in the order in which they were given", async () => {
  const { api } = await shopping();
  const ids = [await till.addProduct(), await till.addProduct(), await till.addProduct()].toReversed();
  const items = ids.map((productId) => ({ productId, quantity: 1 }));
  const order = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  expect(order.items.map(({ productId }) => productId)).toEqual(ids);
});

test("the first order creates the customer that the token names, and a later one updates them", async () => {
  const { user, order, items } = await shopping();
  await order();
  await till.as({ ...user, name: "Renamed", email: null }).orders.create.mutate({ items, paymentMethod: "COD" });
  expect(await till.rows("SELECT name, email, phone FROM customers WHERE id = ?", user.id)).toEqual([
    { name: "Renamed", email: user.email, phone: user.phone },
  ]);
});

test("a token without a name leaves the name that is known", async () => {
  const { user, items } = await shopping();
  const { id, ...nameless } = { ...user, name: "" };
  const name = async () => (await till.rows("SELECT name FROM customers WHERE id = ?", id))[0]?.["name"];
  await till.as({ id, ...nameless }).orders.create.mutate({ items, paymentMethod: "COD" });
  expect(await name()).toBe(user.email);
  await till.as(user).orders.create.mutate({ items, paymentMethod: "COD" });
  expect(await name()).toBe(user.name);
  await till.as({ id, ...nameless }).orders.create.mutate({ items, paymentMethod: "COD" });
  expect(await name()).toBe(user.name);
});

test("paying makes the order PAID and tells the customer once by email and once by SMS", async () => {
  const { user, api, order, messages } = await shopping();
  const { id } = await order();
  const paid = await api.orders.pay.mutate({ id });
  expect(paid.order).toMatchObject({ status: "PAID", actions: [], paidAt: paid.payment.settledAt });
  expect(paid.payment).toMatchObject({
    orderId: id,
    amount: 20_000,
    status: "SUCCEEDED",
    source: { type: "card", brand: "visa", last4: "4242" },
  });
  expect(paid.order.payments).toEqual([paid.payment]);
  await till.settled();
  expect(await messages(id)).toEqual([
    { channel: "EMAIL", recipient: user.email, sent_at: expect.any(String) },
    { channel: "SMS", recipient: user.phone, sent_at: expect.any(String) },
  ]);
});

test("a customer without a phone number gets the email alone", async () => {
  const { user, items, messages } = await shopping();
  const api = till.as({ ...user, phone: null });
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  await api.orders.pay.mutate({ id });
  expect(await messages(id)).toMatchObject([{ channel: "EMAIL" }]);
});

test("a declined payment is kept, says why, and leaves the order payable", async () => {
  const { api, order, messages } = await shopping();
  const { id } = await order();
  const refusal = await refusalOf(
    api.orders.pay.mutate({
      id,
      source: { card: { number: "4000 0000 0000 9995", expMonth: 12, expYear: 2090, cvc: "123" } },
    }),
  );
  expect(refusal).toMatchObject({
    code: "PAYMENT_DECLINED",
    status: 402,
    message: "The card does not have enough funds. Try another card.",
    details: { orderId: id, declineCode: "insufficient_funds" },
    actions: ["pay", "cancel"],
  });
  expect(await api.orders.get.query({ id })).toMatchObject({
    status: "PENDING",
    payments: [{ status: "FAILED", declineCode: "insufficient_funds", source: { last4: "9995" } }],
  });
  expect(await messages(id)).toMatchObject([{ channel: "EMAIL" }, { channel: "SMS" }]);
  expect((await api.orders.pay.mutate({ id })).order.payments).toHaveLength(2);
});

test("a card that is no test card is refused before anything is written", async () => {
  const { api, order } = await shopping();
  const { id } = await order();
  const before = till.world.databaseRequests;
  const source = { card: { number: "4111 1111 1111 1111", expMonth: 12, expYear: 2090, cvc: "123" } };
  expect(await refusalOf(api.orders.pay.mutate({ id, source }))).toMatchObject({
    code: "TEST_CARD_REQUIRED",
    status: 400,
  });
  expect(till.world.databaseRequests).toBe(before);
});

test("cancelling gives the stock back and tells the customer", async () => {
  const { api, order, stock, messages } = await shopping({ stock: 5 });
  const { id } = await order("COD");
  expect(await stock()).toBe(3);
  expect(await api.orders.cancel.mutate({ id, reason: "Changed my mind" })).toMatchObject({
    status: "CANCELLED",
    cancelReason: "Changed my mind",
    actions: [],
  });
  expect(await stock()).toBe(5);
  // On each channel: that the order came, and that it is cancelled.
  expect(await messages(id)).toHaveLength(4);
});

test("what is paid or cancelled already is refused with a sentence that says so", async () => {
  const { api, order } = await shopping();
  const paid = await order();
  await api.orders.pay.mutate({ id: paid.id });
  expect(await refusalOf(api.orders.pay.mutate({ id: paid.id }))).toMatchObject({
    code: "ORDER_NOT_PENDING",
    status: 409,
    message: `Order #${paid.id} is already paid.`,
    details: { orderId: paid.id, status: "PAID" },
  });
  expect(await refusalOf(api.orders.cancel.mutate({ id: paid.id }))).toMatchObject({ code: "ORDER_NOT_PENDING" });

  const cancelled = await order();
  await api.orders.cancel.mutate({ id: cancelled.id });
  expect((await refusalOf(api.orders.cancel.mutate({ id: cancelled.id }))).message).toBe(
    `Order #${cancelled.id} is already cancelled.`,
  );
  expect((await refusalOf(api.orders.pay.mutate({ id: cancelled.id }))).code).toBe("ORDER_NOT_PENDING");
});

test("a COD order is not paid online", async () => {
  const { api, order } = await shopping();
  const { id, actions } = await order("COD");
  expect(actions).toEqual(["cancel"]);
  expect(await refusalOf(api.orders.pay.mutate({ id }))).toMatchObject({
    code: "WRONG_PAYMENT_METHOD",
    message: `Order #${id} is paid in cash on delivery. There is nothing to pay online.`,
    actions: ["cancel"],
  });
});

test("an order can't be oversold, and the refusal says what is left", async () => {
  const { api, items, productId, order, stock } = await shopping({ stock: 3, name: "Kettle" });
  await order();
  expect(await refusalOf(api.orders.create.mutate({ items, paymentMethod: "COD" }))).toMatchObject({
    code: "OUT_OF_STOCK",
    status: 409,
    message: "Only 1 of Kettle is left; you asked for 2.",
    details: { products: [{ productId, name: "Kettle", requested: 2, left: 1 }] },
  });
  expect(await stock()).toBe(1);
});

test("an order beyond the limit is refused with the limit", async () => {
  const { api } = await shopping();
  const productId = await till.addProduct({ unitPrice: 50_000_000 });
  const refusal = await refusalOf(
    api.orders.create.mutate({ items: [{ productId, quantity: 2 }], paymentMethod: "COD" }),
  );
  expect(refusal).toMatchObject({ code: "ORDER_TOO_LARGE", status: 400, details: { subtotalAmount: 100_000_000 } });
});

test("somebody else's order answers exactly as one that does not exist", async () => {
  const { order } = await shopping();
  const { id } = await order();
  const stranger = till.as(somebody());
  const missing = 1_000_000;
  for (const call of [
    (orderId: number) => stranger.orders.get.query({ id: orderId }),
    (orderId: number) => stranger.orders.pay.mutate({ id: orderId }),
    (orderId: number) => stranger.orders.cancel.mutate({ id: orderId }),
    (orderId: number) => stranger.orders.timeline.query({ id: orderId }),
    (orderId: number) => stranger.orders.confirm.mutate({ id: orderId, paymentId: "pay_x", outcome: "COMPLETE" }),
  ]) {
    const [theirs, none] = [await refusalOf(call(id)), await refusalOf(call(missing))];
    expect(JSON.stringify(theirs)).toBe(JSON.stringify(none).replaceAll(String(missing), String(id)));
    expect(theirs).toMatchObject({ code: "ORDER_NOT_FOUND", status: 404 });
  }
});

test("staff see and cancel everybody's orders, but place none of their own and pay none", async () => {
  const { user, items, order } = await shopping();
  const { id } = await order();
  const staff = till.as(somebody("staff"));
  expect(await staff.orders.get.query({ id })).toMatchObject({ id, actions: ["cancel"] });
  expect((await staff.orders.list.query({ userId: user.id })).items).toHaveLength(1);
  expect(await refusalOf(staff.orders.create.mutate({ items, paymentMethod: "COD" }))).toMatchObject({
    code: "VALIDATION_FAILED",
    details: { issues: [{ field: "customer" }] },
  });
  expect(await refusalOf(staff.orders.pay.mutate({ id }))).toMatchObject({ code: "FORBIDDEN" });
  expect(await staff.orders.cancel.mutate({ id })).toMatchObject({ status: "CANCELLED" });
});

test("a list shows a customer's own orders, newest first, page by page, and by status", async () => {
  const { user, api, order } = await shopping();
  const ids = [(await order()).id, (await order()).id, (await order()).id];
  await api.orders.cancel.mutate({ id: ids[1] ?? 0 });

  const first = await api.orders.list.query({ limit: 2 });
  expect(first.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
  const second = await api.orders.list.query({ limit: 2, cursor: first.nextCursor ?? "" });
  expect(second).toMatchObject({ items: [{ id: ids[0] }], nextCursor: null });

  expect((await api.orders.list.query({ status: "CANCELLED" })).items.map(({ id }) => id)).toEqual([ids[1]]);
  expect((await api.orders.list.query({ userId: user.id })).items).toHaveLength(3);
  expect(await refusalOf(api.orders.list.query({ userId: somebody().id }))).toMatchObject({ code: "FORBIDDEN" });
});
