import type { TillClient } from "@till/client";
import { createTestTill } from "../src/index.ts";
import { expect, test } from "../src/vitest.ts";

/** Places an order for one piece of the first product. */
const placeOrder = (till: TillClient) =>
  till.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });

test("a customer pays an order, gets an email, and the till balances", async ({ till }) => {
  const { id } = await placeOrder(till.customer());
  const { order } = await till.customer().orders.pay.mutate({ id });
  expect(order).toBePaid();
  const email = await till.inbox.waitFor({ orderId: id, channel: "EMAIL", event: "order.paid" });
  expect(email.subject).toBe("Order Confirmed");
  await expect(till).toBalance();
});

test("a person is found by first name or id, and an unknown one is an error that names the others", async ({
  till,
}) => {
  for (const who of ["Ben", "usr_ben"])
    expect(await till.customer(who).auth.me.query()).toMatchObject({ user: { id: "usr_ben" } });
  expect(() => till.customer("nobody")).toThrow('The till has no customer "nobody". It has: asha, ben, chen.');
});

test("toBePaid says how the attempts to pay went", async ({ till }) => {
  const asha = till.customer("asha");
  const { id } = await placeOrder(asha);
  const declined = asha.orders.pay.mutate({ id, source: { token: "pm_card_visa_chargeDeclinedLostCard" } });
  await expect(declined).toBeRefused("PAYMENT_DECLINED");
  const order = await asha.orders.get.query({ id });
  expect(order).not.toBePaid();
  expect(() => expect(order).toBePaid()).toThrow(`Order #${id} is PENDING. Attempts to pay it: FAILED lost_card.`);
});

test("toBeRefused fails with what happened instead", async ({ till }) => {
  const asha = till.customer("asha");
  const other = expect(asha.orders.get.query({ id: 999 })).toBeRefused("OUT_OF_STOCK");
  await expect(other).rejects.toThrow("Expected OUT_OF_STOCK, and it was refused with ORDER_NOT_FOUND");
  const done = expect(asha.products.get.query({ id: 1 })).toBeRefused();
  await expect(done).rejects.toThrow("Expected any refusal, and it was done");
  const thrown = expect(Promise.reject(new Error("broken"))).toBeRefused();
  await expect(thrown).rejects.toThrow("Error: broken");
});

test("webhooks are received in order, each once, however many wait", async ({ till }) => {
  const webhooks = await till.webhooks.receive();
  const asha = till.customer("asha");
  const waiting = webhooks.next("order.paid");
  const { id } = await placeOrder(asha);
  await asha.orders.pay.mutate({ id });
  expect(await waiting).toMatchObject({ type: "order.paid", data: { order: { id, status: "PAID" } } });
  expect(await webhooks.next("order.created")).toMatchObject({ data: { order: { id } } });
  await expect(webhooks.next("order.paid", { timeoutMs: 50 })).rejects.toThrow(
    /^No webhook order.paid came within 50 ms/,
  );
  expect(webhooks.received).toHaveLength(2);
});

test("a webhook with a wrong signature is refused and fails the test that waits", async ({ till }) => {
  const webhooks = await till.webhooks.receive();
  const waiting = expect(webhooks.next()).rejects.toThrow("signature is not valid (webhook-id msg_1)");
  const headers = { "webhook-id": "msg_1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA" };
  const { status } = await fetch(webhooks.url, { method: "POST", headers, body: "{}" });
  expect(status).toBe(400);
  await waiting;
});

test("the clock stands still, and time that is skipped does what is due", async ({ till }) => {
  const at = new Date(Date.now() + 60_000);
  await till.clock.freeze(at);
  const order = await placeOrder(till.customer("asha"));
  expect(order.createdAt).toBe(at.toISOString());
  expect(await till.clock.advance({ hours: 1 })).toContainEqual(
    expect.objectContaining({ type: "order.cancelled", orderId: order.id }),
  );
});

test("a fork goes its own way, and its webhooks do not reach its source's receiver", async ({ till }) => {
  const webhooks = await till.webhooks.receive();
  const { id } = await placeOrder(till.customer("asha"));
  await webhooks.next("order.created");
  const fork = await till.fork();
  const theirs = await fork.webhooks.receive();
  await fork.customer("asha").orders.cancel.mutate({ id });
  await theirs.next("order.cancelled");
  expect(await till.customer("asha").orders.get.query({ id })).toMatchObject({ status: "PENDING" });
  expect(webhooks.received).toHaveLength(1);
});

test("a deleted till is gone, with its forks and receivers", async ({ till }) => {
  const own = await createTestTill({ url: new URL(till.url).origin, name: "Own" });
  const webhooks = await own.webhooks.receive();
  const fork = await own.fork();
  await own.delete();
  for (const gone of [own, fork]) await expect(gone.customer().products.list.query({})).toBeRefused("TILL_NOT_FOUND");
  await expect(fetch(webhooks.url)).rejects.toThrow("fetch failed");
});
