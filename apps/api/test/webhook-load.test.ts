import { afterAll, beforeAll, expect, test } from "vitest";
import { connectReceivers, hurryTimeouts, never, placedOrder, receiver, status } from "./receivers.ts";
import { rounds } from "./rounds.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
  connectReceivers(till);
});
afterAll(() => till.stop());

const dueRows = rounds(10_000, 2_000);
const lanes = 10;

test(`${dueRows} due webhooks drain in bounded pieces, and a receiver that never answers holds up nobody`, async () => {
  hurryTimeouts();
  const { id: orderId } = await placedOrder(till, "COD");
  const teams = [];
  for (let n = 0; n < lanes; n += 1) teams.push(await receiver(till, [n === 0 ? never : status(200)]));
  // Each has its own event: an endpoint is told of an event once. Their order is one, which saves a row of each.
  const perLane = dueRows / lanes;
  await till.rows(
    `INSERT INTO order_events (order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint)
     SELECT ?, value + 1, 'load:' || value, 'create', 'order.created', 'customer', 'usr_load', '2026-01-01T00:00:00.000Z', ''
     FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?) SELECT value FROM n)`,
    orderId,
    perLane,
  );
  await till.rows(
    `INSERT INTO webhook_deliveries (message_id, endpoint_id, order_id, event_id, event_type, status, created_at, next_attempt_at)
     SELECT 'msg_' || event.id || endpoint.id, endpoint.id, ?, event.id, event.type, 'PENDING', event.at, event.at
     FROM webhook_endpoints AS endpoint JOIN order_events AS event ON event.actor_id = 'usr_load' WHERE endpoint.status = 'ENABLED'`,
    orderId,
  );
  const [slow, ...quick] = teams;
  let sweeps = 0;
  const pending = async () =>
    till.rows(
      "SELECT endpoint_id, count(*) AS n FROM webhook_deliveries WHERE status = 'PENDING' GROUP BY endpoint_id",
    );
  while (quick.some(({ received }) => received.length < perLane) && sweeps < 20) {
    const before = quick.reduce((sum, { received }) => sum + received.length, 0);
    await till.sweep(new Date());
    const sent = quick.reduce((sum, { received }) => sum + received.length, 0) - before;
    expect(sent).toBeLessThanOrEqual(1_000);
    sweeps += 1;
  }
  expect(quick.map(({ received }) => received.length)).toEqual(quick.map(() => perLane));
  expect(sweeps).toBeLessThanOrEqual(dueRows / 1_000);
  // One piece of the slow one in each sweep: it is left alone until the next.
  expect(slow?.received.length).toBeLessThanOrEqual(sweeps * 20);
  expect(await pending()).toEqual([{ endpoint_id: slow?.endpoint.id, n: perLane }]);
});
