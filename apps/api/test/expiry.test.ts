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
  const api = till.as(somebody());
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
    cancelCause: "EXPIRED",
    cancelReason: "EXPIRED",
    cancelledAt: "2026-05-01T12:30:00.000Z",
    actions: [],
  });
  expect(await api.orders.get.query({ id: cod.id })).toMatchObject({ status: "PENDING" });
  expect(await stock()).toBe(999);
  expect(await uses()).toEqual([{ uses: 1, own: 1 }]);
  expect(
    await till.rows("SELECT channel FROM notifications WHERE order_id = ? AND sent_at IS NOT NULL", id),
  ).toHaveLength(2);
  expect((await refusalOf(api.orders.pay.mutate({ id }))).message).toBe(
    `Order #${id} was cancelled, because it was not paid in time.`,
  );
});

test("a COD order whose cash nobody collects is cancelled too, with a message that says so", async () => {
  const { api, place, stock } = await shopping(0);
  const { id, expiresAt } = await place("COD");
  expect(expiresAt).toBe("2026-05-08T12:00:00.000Z");
  await sweepAt(new Date("2026-05-08T11:59:59.999Z"));
  expect(await api.orders.get.query({ id })).toMatchObject({ status: "PENDING" });

  await sweepAt(new Date("2026-05-08T12:00:00.000Z"));
  expect(await api.orders.get.query({ id })).toMatchObject({ status: "CANCELLED", cancelCause: "EXPIRED" });
  expect(await stock()).toBe(1_000);
  const told = await till.rows("SELECT text FROM notifications WHERE order_id = ? ORDER BY id DESC LIMIT 2", id);
  expect(told.map(({ text }) => text)).toEqual([
    `Your order #${id} has been cancelled. Its cash was not collected in time.`,
    `Your order #${id} has been cancelled. Its cash was not collected in time; you are welcome to place it again.`,
  ]);
});

test("staff may collect cash late, as long as the order is not cancelled", async () => {
  const { place } = await shopping(0);
  const { id } = await place("COD");
  till.world.time = new Date("2026-05-08T12:00:01.000Z");
  const { order } = await till.as(somebody("staff")).orders.collect.mutate({ id });
  expect(order.status).toBe("PAID");
});

test("the time to collect cash is a setting", async () => {
  const quick = await startTill({ variables: { COD_TTL_HOURS: "2" } });
  quick.world.time = noon;
  const items = [{ productId: await quick.addProduct(), quantity: 1 }];
  const order = await quick.as(somebody()).orders.create.mutate({ items, paymentMethod: "COD" });
  expect(order.expiresAt).toBe("2026-05-01T14:00:00.000Z");
  await quick.stop();
});

test.each(["customer", "staff"] as const)("a %s who gives the reason EXPIRED has cancelled the order", async (role) => {
  const { api, id } = await shopping();
  const canceller = role === "customer" ? api : till.as(somebody("staff"));
  await canceller.orders.cancel.mutate({ id, reason: "EXPIRED" });
  await till.settled();
  expect(await api.orders.get.query({ id })).toMatchObject({
    cancelCause: role.toUpperCase(),
    cancelReason: "EXPIRED",
  });
  expect((await refusalOf(api.orders.pay.mutate({ id }))).message).toBe(`Order #${id} is already cancelled.`);
  const told = await till.rows("SELECT text FROM notifications WHERE order_id = ?", id);
  expect(told.map(({ text }) => text)).toEqual(Array(2).fill(`Your order #${id} has been cancelled.`));
  const timeline = await api.orders.timeline.query({ id });
  expect(timeline.map(({ text }) => text)).toContain(
    `Cancelled by the ${role === "customer" ? "customer" : "shop"}: EXPIRED`,
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
