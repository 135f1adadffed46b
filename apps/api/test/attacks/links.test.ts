import { afterAll, beforeAll, expect, test } from "vitest";
import { connectReceivers, placedOrder, receiver } from "../receivers.ts";
import { type Till, startTill } from "../till.ts";

const shop = "https://shop.example";

let till: Till;
beforeAll(async () => {
  till = await startTill({ variables: { PUBLIC_ORIGIN: shop } });
  connectReceivers(till);
});
afterAll(() => till.stop());

test("links in webhooks lead to the shop, also to an endpoint that was made by another host's name", async () => {
  const { endpoint, received, staff } = await receiver(till, undefined, ["order.paid"]);
  expect(await till.rows("SELECT origin FROM webhook_endpoints WHERE id = ?", endpoint.id)).toEqual([{ origin: shop }]);
  await till.rows("UPDATE webhook_endpoints SET origin = 'https://evil.example' WHERE id = ?", endpoint.id);
  const { id, api } = await placedOrder(till);
  const { order, payment } = await api.orders.pay.mutate({ id });
  await till.settled();
  expect(order.receiptUrl).toBe(`${shop}/payments/${payment.id}/receipt`);
  expect(received.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
    { data: { order: { receiptUrl: order.receiptUrl } } },
  ]);
  expect((await staff.orders.get.query({ id })).receiptUrl).toBe(order.receiptUrl);
});

test("the bank's question is asked at the shop", async () => {
  const { id, api } = await placedOrder(till);
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  expect(payment.nextAction?.url).toBe(`${shop}/payments/${payment.id}/confirm`);
});
