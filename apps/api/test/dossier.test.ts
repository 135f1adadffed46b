import { afterAll, beforeAll, expect, test } from "vitest";
import { refundedScene } from "./audited-scene.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
  till.world.send = async () => new Response("Thank you", { status: 200 });
});
afterAll(() => till.stop());

const staffApi = () => till.as(somebody("staff"));

/** An endpoint whose address and secret nobody may learn from a dossier. */
async function listen() {
  return staffApi().webhooks.endpoints.create.mutate({
    url: "https://shop.example/hooks/T0SECRET?token=s3cret",
    eventTypes: ["order.created", "order.paid"],
  });
}

test("a dossier has the order, its story, events, attempts, refunds, messages and webhooks", async () => {
  const { id: endpointId } = await listen();
  const { id, failedId, paidId, refundId } = await refundedScene(till);
  await till.settled();
  const dossier = await staffApi().orders.dossier.query({ id });
  expect(dossier.order).toEqual(await staffApi().orders.get.query({ id }));
  expect(dossier.events.map(({ seq, command, type }) => [seq, command, type])).toEqual([
    [1, "create", "order.created"],
    [2, "pay", "payment.failed"],
    [3, "pay", "payment.action_required"],
    [4, "confirm", "order.paid"],
    [5, "refund", "order.refunded"],
  ]);
  expect(dossier.events[0]?.data).toMatchObject({ subtotal: 2_500, discount: 250, paymentMethod: "ONLINE" });
  expect(dossier.payments.map((payment) => [payment.id, payment.status, payment.reference])).toEqual([
    [failedId, "FAILED", "generic_decline"],
    [paidId, "SUCCEEDED", "requires_action"],
  ]);
  expect(dossier.refunds).toMatchObject([{ id: refundId, amount: 100, reason: "Broken", restocked: true }]);
  const { items: messages } = await staffApi().notifications.list.query({ orderId: id });
  expect(dossier.messages.map(({ failedAt: _failedAt, ...message }) => message)).toEqual(messages.toReversed());
  const { items: deliveries } = await staffApi().webhooks.deliveries.list.query({ orderId: id });
  expect(dossier.deliveries).toEqual(
    deliveries.toReversed().map((delivery) => ({ ...delivery, receiver: "https://shop.example" })),
  );
  expect(dossier.deliveries).toMatchObject([
    { endpointId, eventType: "order.created", attempts: [{ responseStatus: 200, responseBody: "Thank you" }] },
    { endpointId, eventType: "order.paid", status: "SUCCEEDED" },
  ]);
  expect(dossier.differences).toEqual([]);
});

const isWebhook = ({ text }: { text: string }) => text.startsWith("Webhook");

test("the story has the sentences of the timeline, and each webhook where it happened", async () => {
  await listen();
  const { id } = await refundedScene(till);
  await till.settled();
  const { story } = await staffApi().orders.dossier.query({ id });
  const timeline = await staffApi().orders.timeline.query({ id });
  expect(story.filter((told) => !isWebhook(told))).toEqual(
    timeline.map(({ at, actor, text }) => ({ at, actor, text })),
  );
  expect(story.find(isWebhook)?.text).toMatch(
    /^Webhook order\.created to https:\/\/shop\.example: answer 200 after \d+ ms\.$/,
  );
  expect(story.map(({ at }) => at)).toEqual(story.map(({ at }) => at).toSorted());
});

test("the keys of its commands are in it, and what an audit finds", async () => {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE", idempotencyKey: "basket-7" });
  await api.orders.pay.mutate({ id, idempotencyKey: "pay-7" });
  await till.rows("UPDATE payments SET amount = 1 WHERE order_id = ?", id);
  const { events, differences, payments } = await staffApi().orders.dossier.query({ id });
  expect(events.map(({ idempotencyKey }) => idempotencyKey)).toEqual(["basket-7", "pay-7"]);
  expect(differences).toMatchObject([
    { kind: "PAYMENT_AMOUNT", orderId: id, subject: payments[0]?.id, expected: 10_000, found: 1 },
  ]);
});

test("no card number, secret or address of an endpoint is in it", async () => {
  const { secret } = await listen();
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const card = { number: "4242 4242 4242 4242", expMonth: 12, expYear: 2099, cvc: "737" };
  await api.orders.pay.mutate({ id, source: { card } });
  await till.settled();
  const dossier = await staffApi().orders.dossier.query({ id });
  expect(dossier.payments[0]?.source).toEqual({ type: "card", brand: "visa", last4: "4242" });
  expect(dossier.deliveries.length).toBeGreaterThan(1);
  const [endpoint] = await till.rows("SELECT url FROM webhook_endpoints LIMIT 1");
  expect(endpoint?.["url"]).toContain("T0SECRET");
  const text = JSON.stringify(dossier);
  for (const hidden of [
    secret,
    secret.slice("whsec_".length),
    "whsec_",
    "T0SECRET",
    "s3cret",
    "4242424242424242",
    card.number,
  ])
    expect(text).not.toContain(hidden);
  expect(text).not.toMatch(/\b\d{13,19}\b/);
});

test("only staff get a dossier, and of an order that there is", async () => {
  const user = somebody();
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await till.as(user).orders.create.mutate({ items, paymentMethod: "COD" });
  expect(await refusalOf(till.as(user).orders.dossier.query({ id }))).toMatchObject({ code: "FORBIDDEN" });
  expect(await refusalOf(staffApi().orders.dossier.query({ id: 10 ** 6 }))).toMatchObject({ code: "ORDER_NOT_FOUND" });
});
