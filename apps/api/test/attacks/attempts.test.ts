import { limits } from "@till/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { race } from "../race.ts";
import { refusalOf } from "../refusals.ts";
import { type Till, somebody, startTill } from "../till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ variables: { ORDER_TTL_MINUTES: "600" } });
});
afterAll(() => till.stop());

const noon = new Date("2026-05-01T12:00:00.000Z");
const minutesAfterNoon = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
const declined = { token: "pm_card_visa_chargeDeclined" };
const most = limits.paymentAttempts;

/** An order that a customer tries to pay with a card that is declined, one attempt after another. */
async function attacked(attempts: number) {
  till.world.time = noon;
  const user = somebody();
  const api = till.as(user);
  const items = [{ productId: await till.addProduct({ stock: 5 }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const pay = (idempotencyKey?: string) => api.orders.pay.mutate({ id, source: declined, idempotencyKey });
  for (let attempt = 1; attempt <= attempts; attempt += 1)
    expect((await refusalOf(pay(`attempt-${attempt}`))).code).toBe("PAYMENT_DECLINED");
  return { user, api, id, pay };
}

const attemptsOf = (id: number) => till.rows("SELECT count(*) AS n FROM payments WHERE order_id = ?", id);

test("64 attempts at once, shortly before the limit, never exceed it", async () => {
  const { id, pay } = await attacked(most - 3);
  const { values, refused } = await race(64, () => pay());
  expect(values).toEqual([]);
  expect(refused).toEqual({ PAYMENT_DECLINED: 3, TOO_MANY_ATTEMPTS: 61 });
  expect(await attemptsOf(id)).toEqual([{ n: most }]);
});

test("after the last attempt even a good card is refused, and what is left is to cancel", async () => {
  const { user, api, id } = await attacked(most);
  const refusal = await refusalOf(api.orders.pay.mutate({ id }));
  expect(refusal).toMatchObject({
    code: "TOO_MANY_ATTEMPTS",
    status: 409,
    details: { orderId: id, limit: most },
    actions: ["cancel"],
    message: `Order #${id} has had 20 attempts to pay, and no more are taken. Cancel it and place it again, or ask the shop.`,
  });
  expect((await api.orders.get.query({ id })).actions).toEqual(["cancel"]);

  const response = await till.request(`/v1/orders/${id}/pay`, {
    method: "POST",
    headers: { authorization: `Bearer ${await till.tokenOf(user, noon)}`, "content-type": "application/json" },
    body: "{}",
  });
  expect([response.status, response.headers.get("content-type")]).toEqual([409, "application/problem+json"]);
  expect(await response.json()).toMatchObject({ code: "TOO_MANY_ATTEMPTS", actions: ["cancel"] });

  const staff = till.as(somebody("staff"));
  expect((await staff.orders.get.query({ id })).actions).toEqual(["cancel"]);
  expect(await staff.orders.cancel.mutate({ id })).toMatchObject({ status: "CANCELLED", cancelCause: "STAFF" });
});

test("a repeat of the last attempt answers what it did, and is no attempt", async () => {
  const { id, pay } = await attacked(most);
  expect(await refusalOf(pay(`attempt-${most}`))).toMatchObject({ code: "PAYMENT_DECLINED", actions: ["cancel"] });
  expect(await attemptsOf(id)).toEqual([{ n: most }]);
});

test("an attempt that waits for the customer is one of them, however it ends", async () => {
  const { api, id } = await attacked(most - 1);
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  await api.orders.confirm.mutate({ id, paymentId: payment.id, outcome: "REJECT" });
  expect(await refusalOf(api.orders.pay.mutate({ id }))).toMatchObject({ code: "TOO_MANY_ATTEMPTS" });
});

test("the last attempt may succeed", async () => {
  const { api, id } = await attacked(most - 1);
  expect((await api.orders.pay.mutate({ id })).order.status).toBe("PAID");
});

const each = (n: number) => [
  { channel: "EMAIL", n },
  { channel: "SMS", n },
];

test("however many attempts fail, a customer is told of three within an hour, on each channel", async () => {
  const { id, pay } = await attacked(12);
  const told = () =>
    till.rows(
      "SELECT channel, count(*) AS n FROM notifications WHERE order_id = ? GROUP BY channel ORDER BY channel",
      id,
    );
  expect(await told()).toEqual(each(3));
  till.world.time = minutesAfterNoon(59);
  await refusalOf(pay());
  expect(await told()).toEqual(each(3));
  till.world.time = minutesAfterNoon(60);
  await refusalOf(pay());
  expect(await told()).toEqual(each(4));
});

test("64 attempts at once tell a customer three times", async () => {
  const { id, pay } = await attacked(0);
  await race(64, () => pay());
  const told = await till.rows("SELECT count(*) AS n FROM notifications WHERE order_id = ? AND channel = 'EMAIL'", id);
  expect(told).toEqual([{ n: 3 }]);
});
