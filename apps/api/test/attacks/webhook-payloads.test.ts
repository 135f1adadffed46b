import { type WebhookPayload, limits } from "@till/contracts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connectReceivers, placedOrder, receiver, status } from "../receivers.ts";
import { type Till, startTill } from "../till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
beforeEach(() => connectReceivers(till));
afterAll(() => till.stop());

const numbers = (count: number) => JSON.stringify([...Array(count).keys()]);

/** Makes an order larger than any body may be: its product has a name of this length. */
const nameProduct = (orderId: number, length: number) =>
  till.rows("UPDATE order_items SET name = printf('%.*c', ?, 'x') WHERE order_id = ?", length, orderId);

test("a webhook carries the latest attempts and refunds, and the refund that it is about", async () => {
  const hook = await receiver(till, [status(200)], ["order.refunded"]);
  const { api, id } = await placedOrder(till);
  // Attempts from before there was a limit.
  await till.rows(
    `INSERT INTO payments (id, order_id, amount, status, method, source, decline_code, created_at, settled_at)
      SELECT 'pay_old_' || value || '_' || ?1, ?1, 1, 'FAILED', 'ONLINE', '{"type":"cash"}', 'generic_decline', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'
      FROM json_each(?2)`,
    id,
    numbers(19),
  );
  await api.orders.pay.mutate({ id });
  for (let count = 0; count < 30; count += 1) await hook.staff.orders.refund.mutate({ id, amount: 1 });
  await till.settled();
  await till.sweep(new Date(Date.now() + 60_000));
  const payloads = hook.received.map(({ body }) => JSON.parse(body) as WebhookPayload);
  expect(payloads).toHaveLength(30);
  for (const { data } of payloads) {
    expect(data.order.payments.length).toBeLessThanOrEqual(limits.webhookHistory);
    expect(data.order.refunds.length).toBeLessThanOrEqual(limits.webhookHistory);
    expect(data.refund).toMatchObject({ orderId: id });
  }
  expect(payloads.at(-1)?.data.order.refunds).toHaveLength(limits.webhookHistory);
});

test("a body that is too large is an attempt that failed and that staff see; the endpoint is well, and gets the others", async () => {
  const hook = await receiver(till, [status(200)], ["order.cancelled"]);
  const [large, small] = [await placedOrder(till), await placedOrder(till)];
  await nameProduct(large.id, limits.webhookPayloadBytes);
  await large.api.orders.cancel.mutate({ id: large.id });
  await till.settled();
  const health = await till.rows(
    "SELECT failing_since, last_failure_at, left_alone_until FROM webhook_endpoints WHERE id = ?",
    hook.endpoint.id,
  );
  expect(health).toEqual([{ failing_since: null, last_failure_at: null, left_alone_until: null }]);
  await small.api.orders.cancel.mutate({ id: small.id });
  await till.settled();

  const deliveries = await hook.deliveries();
  expect(deliveries.map(({ orderId, status: end, payload }) => [orderId, end, payload === null])).toEqual([
    [small.id, "SUCCEEDED", false],
    [large.id, "FAILED", true],
  ]);
  expect(deliveries[1]?.attempts).toMatchObject([
    {
      responseStatus: null,
      error: expect.stringMatching(
        new RegExp(`^The body has \\d+ bytes, and ${limits.webhookPayloadBytes} is the most.$`),
      ),
    },
  ]);
  expect(hook.received).toHaveLength(1);
  expect(await hook.state()).toMatchObject({ status: "ENABLED" });

  // What made it too large may go: then staff send it again.
  await nameProduct(large.id, 10);
  await hook.staff.webhooks.deliveries.replay.mutate({ id: deliveries[1]?.id ?? "" });
  await till.settled();
  expect((await hook.deliveries()).map(({ status: end }) => end)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
});

test("a page of deliveries with bodies from before there was a limit is read, not a fault", async () => {
  const hook = await receiver(till, [status(200)], ["order.created"]);
  const { id } = await placedOrder(till);
  // Together more than one answer of the database may have, which is 10 MB.
  await till.rows(
    `INSERT INTO order_events (order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint)
      SELECT ?, 1000 + value, 'old-' || value, 'create', 'order.created', 'customer', 'usr_old', '2026-01-01T00:00:00.000Z', ''
      FROM json_each(?)`,
    id,
    numbers(100),
  );
  await till.rows(
    `INSERT INTO webhook_deliveries (message_id, endpoint_id, order_id, event_id, event_type, status, payload, created_at)
      SELECT 'msg_old_' || id, ?, order_id, id, 'order.created', 'SUCCEEDED', printf('%.*c', 300000, 'x'), '2026-01-01T00:00:00.000Z'
      FROM order_events WHERE seq >= 1000`,
    hook.endpoint.id,
  );
  const { items } = await hook.staff.webhooks.deliveries.list.query({ endpointId: hook.endpoint.id, limit: 100 });
  expect(items).toHaveLength(100);
  expect(items.filter(({ payload }) => payload !== null && payload.length > limits.webhookPayloadBytes)).toEqual([]);
});
