import { limits, webhookEventTypes } from "@till/contracts";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { connectReceivers, placedOrder, receiver } from "./receivers.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
beforeEach(() => {
  till.world.fetch = fetch;
  connectReceivers(till);
});
afterAll(() => till.stop());

test("an endpoint is made with a secret that is shown once, listed, changed and deleted", async () => {
  const { staff, endpoint, url, state } = await receiver(till);
  const { secret, ...shown } = endpoint;
  expect(endpoint).toMatchObject({ url, eventTypes: ["order.created"], description: null, status: "ENABLED" });
  expect(endpoint.id).toMatch(/^whe_\w{20}$/);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(await state()).toEqual(shown);

  const { id } = endpoint;
  const changed = await staff.webhooks.endpoints.update.mutate({ id, description: "Stock room", enabled: false });
  expect(changed).toMatchObject({ description: "Stock room", status: "DISABLED", disabledReason: "MANUAL", url });
  expect(changed.secret).toBeNull();
  const enabled = await staff.webhooks.endpoints.update.mutate({ id, enabled: true, eventTypes: ["order.paid"] });
  expect(enabled).toMatchObject({ status: "ENABLED", disabledReason: null, eventTypes: ["order.paid"] });

  expect(await staff.webhooks.endpoints.delete.mutate({ id })).toEqual({ id });
  expect(await state()).toBeUndefined();
  const gone = { code: "WEBHOOK_ENDPOINT_NOT_FOUND", status: 404, details: { endpointId: id } };
  expect(await refusalOf(staff.webhooks.endpoints.delete.mutate({ id }))).toMatchObject(gone);
  expect(await refusalOf(staff.webhooks.endpoints.update.mutate({ id, enabled: true }))).toMatchObject(gone);
  expect(await till.rows("SELECT secret, previous_secret FROM webhook_endpoints WHERE id = ?", id)).toEqual([
    { secret: "", previous_secret: null },
  ]);
});

test("a Till has so many endpoints and no more", async () => {
  const { staff, url } = await receiver(till);
  const create = () => staff.webhooks.endpoints.create.mutate({ url, eventTypes: ["order.paid"] });
  const made = [];
  while (made.length < limits.webhookEndpoints - 1) made.push((await create()).id);
  expect(await refusalOf(create())).toMatchObject({ code: "WEBHOOK_ENDPOINT_LIMIT_REACHED", status: 409 });
  for (const id of made) await staff.webhooks.endpoints.delete.mutate({ id });
});

test.each([
  [{ url: "https://shop.example", eventTypes: [] }, "eventTypes must have at least 1 item."],
  [
    { url: "https://shop.example", eventTypes: ["order.paid", "order.paid"] },
    "eventTypes must name each event type once.",
  ],
  [{ url: "ftp://shop.example", eventTypes: ["order.paid"] }, "url must be an http or https address"],
  [{ url: "https://me:secret@shop.example", eventTypes: ["order.paid"] }, "url must be an http or https address"],
  [
    { url: `https://shop.example/${"x".repeat(limits.webhookUrlLength)}`, eventTypes: ["order.paid"] },
    `url must have at most ${limits.webhookUrlLength} characters.`,
  ],
])("an endpoint %o is refused", async (input, sentence) => {
  const staff = till.as(somebody("staff"));
  const refusal = await refusalOf(staff.webhooks.endpoints.create.mutate(input as never));
  expect(refusal.message).toContain(sentence);
});

test("customers are refused everywhere, and visitors have to sign in", async () => {
  const since = new Date().toISOString();
  for (const [who, code] of [
    [somebody(), "FORBIDDEN"],
    [null, "UNAUTHENTICATED"],
  ] as const) {
    const { endpoints, deliveries } = till.as(who).webhooks;
    for (const call of [
      () => endpoints.create.mutate({ url: "https://shop.example", eventTypes: ["order.paid"] }),
      () => endpoints.list.query(),
      () => endpoints.update.mutate({ id: "whe_1", rotateSecret: true }),
      () => endpoints.delete.mutate({ id: "whe_1" }),
      () => deliveries.list.query({}),
      () => deliveries.replay.mutate({ id: "msg_1" }),
      () => deliveries.replay.mutate({ endpointId: "whe_1", since }),
    ])
      expect((await refusalOf(call())).code).toBe(code);
  }
});

test("every event type arrives, with the order, the attempt and the refund that it is about", async () => {
  const { received, staff, endpoint } = await receiver(till, undefined, webhookEventTypes);
  const { api, id } = await placedOrder(till);
  await refusalOf(api.orders.pay.mutate({ id, source: { token: "pm_card_visa_chargeDeclined" } }));
  await till.settled();
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  await till.settled();
  await api.orders.confirm.mutate({ id, paymentId: payment.id, outcome: "COMPLETE" });
  await till.settled();
  const { refund } = await staff.orders.refund.mutate({ id, amount: 3_000 });
  await till.settled();
  const other = await placedOrder(till, "COD");
  await other.api.orders.cancel.mutate({ id: other.id, reason: "Changed my mind" });
  await till.settled();

  const told = received.map(({ body }) => JSON.parse(body) as Record<string, never>);
  expect(told.map(({ type }) => type)).toEqual([
    "order.created",
    "payment.failed",
    "payment.action_required",
    "order.paid",
    "order.refunded",
    "order.created",
    "order.cancelled",
  ]);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(told.length);
  expect(told[0]).toMatchObject({ data: { order: { id, status: "PENDING", totalAmount: 10_000 }, payment: null } });
  expect(told[0]).not.toHaveProperty("data.order.actions");
  expect(told[1]).toMatchObject({ data: { payment: { status: "FAILED", declineCode: "generic_decline" } } });
  const nextAction = { url: `http://till.test/payments/${payment.id}/confirm` };
  expect(told[2]).toMatchObject({ data: { payment: { id: payment.id, nextAction } } });
  expect(told[3]).toMatchObject({ data: { order: { status: "PAID" }, payment: { status: "SUCCEEDED" } } });
  expect(told[4]).toMatchObject({ data: { order: { refundedAmount: 3_000 }, refund } });
  expect(told[6]).toMatchObject({ data: { order: { id: other.id, cancelReason: "Changed my mind" } } });
  const { items } = await staff.webhooks.deliveries.list.query({ endpointId: endpoint.id, limit: 3 });
  expect(items.map(({ eventType, status }) => [eventType, status])).toEqual([
    ["order.cancelled", "SUCCEEDED"],
    ["order.created", "SUCCEEDED"],
    ["order.refunded", "SUCCEEDED"],
  ]);
});

test("an order that expires is told of by the sweep", async () => {
  const { received } = await receiver(till, undefined, ["order.cancelled"] as never);
  const { id } = await placedOrder(till);
  await till.sweep(new Date(Date.now() + 31 * 60_000));
  const expired = received.find(({ body }) => body.includes(`"order":{"id":${id},`));
  expect(JSON.parse(expired?.body ?? "")).toMatchObject({ data: { order: { cancelReason: "EXPIRED" } } });
});

test("only the wanted types are announced, and nothing to an endpoint that is switched off", async () => {
  const { staff, endpoint, deliveries } = await receiver(till, undefined, ["order.paid"] as never);
  const { id } = endpoint;
  const order = await placedOrder(till);
  expect(await deliveries()).toEqual([]);
  await staff.webhooks.endpoints.update.mutate({ id, enabled: false });
  await order.api.orders.pay.mutate({ id: order.id });
  await till.settled();
  expect(await deliveries()).toEqual([]);
});

test("a command whose answer was lost announces once, when a sweep comes by", async () => {
  const { received, deliveries } = await receiver(till);
  let losses = 2;
  till.world.fetch = async (...request) => {
    const response = await fetch(...request);
    losses -= 1;
    if (losses >= 0) throw new Error("Network connection lost.");
    return response;
  };
  await placedOrder(till);
  expect(received).toHaveLength(0);
  await till.sweep(new Date());
  await till.sweep(new Date());
  expect(received).toHaveLength(1);
  expect(await deliveries()).toMatchObject([{ status: "SUCCEEDED", attempts: [{ responseStatus: 200 }] }]);
});

test("deliveries are listed by endpoint, order and status, page by page", async () => {
  const { staff, endpoint } = await receiver(till);
  const endpointId = endpoint.id;
  const orderIds = [];
  for (let n = 0; n < 5; n += 1) orderIds.unshift((await placedOrder(till)).id);
  const { list } = staff.webhooks.deliveries;
  const first = await list.query({ endpointId, limit: 3 });
  const rest = await list.query({ endpointId, limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...rest.items].map(({ orderId }) => orderId)).toEqual(orderIds);
  expect(rest.nextCursor).toBeNull();
  const [orderId = 0] = orderIds;
  expect((await list.query({ orderId, status: "SUCCEEDED" })).items).toEqual([first.items[0]]);
  expect((await list.query({ endpointId, status: "FAILED" })).items).toEqual([]);
});

test("no secret is in a list, a delivery, a timeline or the log", async () => {
  const logged: string[] = [];
  for (const method of ["log", "error"] as const)
    vi.spyOn(console, method).mockImplementation((...values) => void logged.push(values.map(String).join(" ")));
  onTestFinished(() => void vi.restoreAllMocks());
  const { staff, endpoint, received } = await receiver(till, [() => Promise.reject(new TypeError("fetch failed"))]);
  const { id, secret } = endpoint;
  const { secret: next } = await staff.webhooks.endpoints.update.mutate({ id, rotateSecret: true });
  const order = await placedOrder(till);
  till.world.fetch = async () => new Response("{}", { status: 400 });
  await staff.webhooks.endpoints.update.mutate({ id, rotateSecret: true }).catch((error: unknown) => {
    logged.push(JSON.stringify(error));
  });
  till.world.fetch = fetch;
  const places = [
    ...logged,
    JSON.stringify(received),
    JSON.stringify(await staff.webhooks.endpoints.list.query()),
    JSON.stringify(await staff.webhooks.endpoints.update.mutate({ id, description: "Same secret" })),
    JSON.stringify(await staff.webhooks.deliveries.list.query({ endpointId: id })),
    JSON.stringify(await order.api.orders.timeline.query({ id: order.id })),
  ];
  expect(logged.join()).toContain("A procedure failed.");
  for (const place of places) {
    expect(place).not.toContain(secret.slice("whsec_".length));
    expect(place).not.toContain(next?.slice("whsec_".length));
    expect(place).not.toContain("whsec_");
  }
  expect(() => new Webhook(next ?? "")).not.toThrow();
});
