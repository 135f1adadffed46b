import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const noon = new Date("2026-05-01T12:00:00.000Z");
const minutesAfterNoon = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const sweepAt = (time: Date) => till.sweep(time);
beforeEach(() => {
  till.world.time = noon;
});

async function shopping(count = 1) {
  const user = somebody();
  const api = till.as(user);
  const productId = await till.addProduct({ stock: 1_000 });
  const discountCode = await till.addDiscount({ kind: "FIXED", value: 100, max_uses: 1_000 });
  const place = (paymentMethod: "ONLINE" | "COD") =>
    api.orders.create.mutate({ items: [{ productId, quantity: 1 }], paymentMethod, discountCode });
  const orders = [];
  while (orders.length < count)
    orders.push(
      ...(await Promise.all(Array.from({ length: Math.min(25, count - orders.length) }, () => place("ONLINE")))),
    );
  const stock = async () => (await till.rows("SELECT stock FROM products WHERE id = ?", productId))[0]?.["stock"];
  const uses = async () =>
    till.rows(
      "SELECT discounts.uses, own.uses AS own FROM discounts JOIN discount_uses AS own USING (code) WHERE code = ?",
      discountCode,
    );
  return { api, place, orders, id: orders[0]?.id ?? 0, stock, uses };
}

test("an ONLINE order that is not paid in time is cancelled by the sweep, with all that belongs to it", async () => {
  const { api, id, orders, place, stock, uses } = await shopping();
  const cod = await place("COD");
  expect(orders[0]?.expiresAt).toBe("2026-05-01T12:30:00.000Z");

  await sweepAt(new Date("2026-05-01T12:29:59.999Z"));
  expect(await api.orders.get.query({ id })).toMatchObject({ status: "PENDING" });

  await sweepAt(minutesAfterNoon(30));
  expect(await api.orders.get.query({ id })).toMatchObject({
    status: "CANCELLED",
    cancelReason: "EXPIRED",
    cancelledAt: "2026-05-01T12:30:00.000Z",
    actions: [],
  });
  expect(await api.orders.get.query({ id: cod.id })).toMatchObject({ status: "PENDING", expiresAt: null });
  expect(await stock()).toBe(999);
  expect(await uses()).toEqual([{ uses: 1, own: 1 }]);
  expect(
    await till.rows("SELECT channel FROM notifications WHERE order_id = ? AND sent_at IS NOT NULL", id),
  ).toHaveLength(2);
  expect((await refusalOf(api.orders.pay.mutate({ id }))).message).toBe(
    `Order #${id} was cancelled, because it was not paid in time.`,
  );
});

test("past its time an order is not payable even before the sweep comes by, but can be cancelled", async () => {
  const { api, id } = await shopping();
  till.world.time = minutesAfterNoon(30);
  expect(await api.orders.get.query({ id })).toMatchObject({ status: "PENDING", actions: ["cancel"] });
  expect(await refusalOf(api.orders.pay.mutate({ id }))).toMatchObject({
    code: "ORDER_NOT_PENDING",
    actions: ["cancel"],
  });
  expect(await api.orders.cancel.mutate({ id })).toMatchObject({ status: "CANCELLED" });
});

test("a paid order does not expire", async () => {
  const { api, id } = await shopping();
  await api.orders.pay.mutate({ id });
  await sweepAt(minutesAfterNoon(60));
  expect(await api.orders.get.query({ id })).toMatchObject({ status: "PAID" });
});

test("however many expire, in bounded pieces, by sweeps that overlap, each does so once", async () => {
  const { stock, uses } = await shopping(250);
  expect(await stock()).toBe(750);
  await Promise.all([sweepAt(minutesAfterNoon(31)), sweepAt(minutesAfterNoon(31)), sweepAt(minutesAfterNoon(31))]);
  expect(await stock()).toBe(1_000);
  expect(await uses()).toEqual([{ uses: 0, own: 0 }]);
  const twice = await till.rows(
    "SELECT order_id FROM order_events WHERE command = 'expire' GROUP BY order_id HAVING count(*) > 1",
  );
  expect(twice).toEqual([]);
});

test("a sweep whose answer was lost is sent again and gives nothing back twice", async () => {
  const { stock } = await shopping(3);
  let lost = 0;
  const forgetful: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    lost += 1;
    if (lost <= 2) throw new Error("Network connection lost.");
    return response;
  };
  till.world.fetch = forgetful;
  await sweepAt(minutesAfterNoon(31));
  till.world.fetch = fetch;
  expect(await stock()).toBe(1_000);
});

test("a fault in one kind of the sweep's work does not keep the others from being done", async () => {
  const { api, id } = await shopping();
  till.world.fetch = async (input, init) => {
    return /payments\W+SET attempts/.test(String(init?.body).replaceAll("\\n", " "))
      ? new Response(JSON.stringify({ message: "no such thing", code: "SQL" }), {
          status: 400,
          headers: { "content-type": "application/json" },
        })
      : fetch(input, init);
  };
  await expect(sweepAt(minutesAfterNoon(31))).rejects.toThrow("A sweep could not finish.");
  till.world.fetch = fetch;
  expect(await api.orders.get.query({ id })).toMatchObject({ status: "CANCELLED" });
});

test("an order can be cancelled even if the shop has set the count of its discount code back", async () => {
  const { api, id, uses } = await shopping();
  await till.rows("UPDATE discounts SET uses = 0");
  expect(await api.orders.cancel.mutate({ id })).toMatchObject({ status: "CANCELLED" });
  expect(await uses()).toEqual([{ uses: 0, own: 0 }]);
});

test("the timeline tells the whole story", async () => {
  const { api, id } = await shopping();
  till.world.time = minutesAfterNoon(1);
  const source = { token: "pm_card_visa_chargeDeclined" };
  await refusalOf(api.orders.pay.mutate({ id, source }));
  await till.settled();
  till.world.time = minutesAfterNoon(2);
  await api.orders.cancel.mutate({ id, reason: "Too dear" });
  await till.settled();
  const timeline = await api.orders.timeline.query({ id });
  expect(timeline.map(({ type, text }) => [type, text.replace(/usr_\S+@example.com/, "me@example.com")])).toEqual([
    ["order.created", "Order placed: 1 item, ₹99.00, to be paid online."],
    [
      "payment.failed",
      "Payment with a Visa card ending in 0002 failed. The card was declined. Try another card, or ask your bank.",
    ],
    ["message.sent", "Email sent to me@example.com."],
    ["message.sent", "SMS sent to +919811111111."],
    ["order.cancelled", "Cancelled by the customer: Too dear"],
    ["message.sent", "Email sent to me@example.com."],
    ["message.sent", "SMS sent to +919811111111."],
  ]);
  expect(timeline[1]?.payment).toMatchObject({ status: "FAILED", declineCode: "generic_decline" });
  expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).toSorted());

  const expired = await shopping();
  await sweepAt(minutesAfterNoon(32));
  expect((await expired.api.orders.timeline.query({ id: expired.id })).map(({ text }) => text)).toContain(
    "Cancelled, because it was not paid in time.",
  );
  expect(await refusalOf(till.as(somebody()).orders.timeline.query({ id }))).toMatchObject({ code: "ORDER_NOT_FOUND" });
});
