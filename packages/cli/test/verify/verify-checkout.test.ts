import { type Till, startTill } from "@till/api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openOwnTill } from "../../src/verify/checkout/own-till.ts";
import { openShop } from "../../src/verify/checkout/shop.ts";
import { trials } from "../../src/verify/checkout/trials.ts";
import { verifyCheckout } from "../../src/verify/checkout/verify-checkout.ts";
import { type ShopParts, checkoutServer, correctShop } from "./checkout-server.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
});
afterAll(() => till.stop());

const send: typeof fetch = async (input, init) => till.request(String(input), init);
const quick = { till: "http://till.test", fetch: send, timeoutMs: 20_000, waitMs: 100 };

/** What does not hold at a shop with a bug. */
async function missedWith(bug: Partial<ShopParts>) {
  const { findings } = await verifyCheckout({ ...quick, url: await checkoutServer(send, bug) });
  return Object.fromEntries(findings.filter(({ held }) => held !== true).map(({ id, found }) => [id, found]));
}

/** Sends a request again if there was no answer. */
async function again<Value>(request: () => Promise<Value>): Promise<Value> {
  try {
    return await request();
  } catch {
    return request();
  }
}

const basket = { items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" };

test("a correct shop holds in everything, and its till is deleted", async () => {
  const url = await checkoutServer(send);
  const { findings, isKept, tillUrl } = await verifyCheckout({ ...quick, url });
  expect(findings.filter(({ held }) => held !== true)).toEqual([]);
  expect(findings.map(({ id }) => id)).toEqual([...trials.map(({ id }) => id), "audit"]);
  expect(isKept).toBe(false);
  expect((await till.request(`${tillUrl}/v1/products`)).status).toBe(404);
});

test("a shop that retries an order without an idempotency key places it twice", async () => {
  const missed = await missedWith({
    place: async ({ post }) => Number((await again(() => post("/orders", basket))).body["id"]),
  });
  expect(missed).toEqual({
    "lost-order": "There are 2 orders instead of one.",
    "double-click": "There are 2 orders instead of one.",
  });
});

test("a shop that gives up after a lost answer holds if the second press finds the first order and payment", async () => {
  const missed = await missedWith({
    place: async ({ post, checkout }) => Number((await post("/orders", basket, `${checkout}-order`)).body["id"]),
    async pay({ post, checkout, source }, id) {
      const { status, body } = await post(`/orders/${id}/pay`, { source }, `${checkout}-payment`);
      if (status === 402) return { orderId: id, outcome: "declined" };
      const { payment } = body as { payment: { status: string } };
      return { orderId: id, outcome: payment.status === "REQUIRES_ACTION" ? "confirm" : "paid" };
    },
  });
  expect(missed).toEqual({});
});

test("a shop that retries by a new order charges twice", async () => {
  const missed = await missedWith({
    async pay({ client, post, source }, id) {
      const payOnce = (order: number) => post(`/orders/${order}/pay`, { source });
      const { status, body } = await payOnce(id).catch(async () => {
        const { id: other } = await client.orders.create.mutate({ ...basket, paymentMethod: "ONLINE" });
        return payOnce(other);
      });
      const { payment } = body as { payment?: { status: string } };
      if (status === 402) return { orderId: id, outcome: "declined" };
      return { orderId: id, outcome: payment?.status === "REQUIRES_ACTION" ? "confirm" : "paid" };
    },
  });
  expect(missed).toEqual({
    "lost-payment": "There are 2 orders instead of one, and the customer was charged 2 times instead of once.",
  });
});

test("a shop that takes a lost answer for a decline says so to a customer who is charged", async () => {
  const missed = await missedWith({
    async pay(purchase, id) {
      const { status, body } = await purchase
        .post(`/orders/${id}/pay`, { source: purchase.source })
        .catch(() => ({ status: 402, body: {} }));
      if (status !== 200) return { orderId: id, outcome: "declined" };
      const { payment } = body as { payment: { status: string } };
      return { orderId: id, outcome: payment.status === "REQUIRES_ACTION" ? "confirm" : "paid" };
    },
  });
  expect(missed).toEqual({
    "lost-payment": expect.stringMatching(/^Your server said “declined”, and order #\d+ is PAID\.$/),
    "double-click": expect.stringMatching(/^Your server said “declined”, and order #\d+ is PAID\.$/),
  });
});

test("a shop that takes every answer for a payment says paid to a customer who left 3-D Secure open", async () => {
  const missed = await missedWith({
    async pay(purchase, id) {
      const { outcome } = await correctShop.pay(purchase, id);
      return { orderId: id, outcome: outcome === "confirm" ? "paid" : outcome };
    },
  });
  expect(missed).toEqual({
    "left-open": expect.stringMatching(
      /^Your server said “paid”, and order #\d+ is PENDING with an attempt that is REQUIRES_ACTION\.$/,
    ),
  });
});

test("a shop that trusts the first answer never learns of the end", async () => {
  const missed = await missedWith({ page: async ({ notes }) => notes.told ?? null });
  expect(missed).toEqual({
    "left-open": expect.stringMatching(/^Your server said “confirm”, and order #\d+ is CANCELLED\.$/),
    "late-success": expect.stringMatching(/^Your server said “declined”, and order #\d+ is PAID\.$/),
  });
});

test("what a shop says later can't be seen without its page, and nothing else is tried if a checkout does not work", async () => {
  const missed = await missedWith({ page: async () => null });
  expect(missed).toEqual({
    "left-open": expect.stringContaining("it does not answer GET"),
    "late-success": expect.stringContaining("it does not answer GET"),
  });
  const url = await checkoutServer(send, { place: () => Promise.reject(new Error("broken")) });
  const { findings, isKept } = await verifyCheckout({ ...quick, url });
  expect(findings.slice(0, 2)).toMatchObject([
    {
      held: false,
      found: "There are 0 orders instead of one, and the customer was charged not at all instead of once.",
    },
    { held: null, found: "Not tried: a plain checkout has to work first." },
  ]);
  expect(isKept).toBe(true);
});

test("a till that the shop uses already is kept, and the orders that it had do not count", async () => {
  const { url: used, people } = await till.as(null).sandbox.tills.create.mutate({ ttlMinutes: 600 });
  const token = people.find(({ role }) => role === "customer")?.token ?? "";
  await till.withToken(token, used).orders.create.mutate({ ...basket, paymentMethod: "ONLINE" });
  const { findings, isKept, tillUrl } = await verifyCheckout({ ...quick, till: used, url: await checkoutServer(send) });
  expect(findings.filter(({ held }) => held !== true)).toEqual([]);
  expect({ isKept, tillUrl }).toEqual({ isKept: true, tillUrl: used });
});

test("a fault that did not act proves nothing", async () => {
  const url = await checkoutServer(send);
  const trial = trials.find(({ id }) => id === "lost-payment");
  const own = await openOwnTill(quick.till, { fetch: send });
  const idle = { ...own, breakNext: () => own.breakNext({ procedure: "orders.refund", fault: "lost_after" }) };
  const seen = await trial?.run({
    till: idle,
    shop: openShop({ ...quick, url }),
    newPress: (token) => ({ checkout: "chk_1", source: { token }, till: own }),
  });
  expect(seen).toEqual({ wrong: null, found: "Your server did not call orders.pay, so no answer was lost." });
});
