import { expect, test } from "vitest";
import { placedOrder, receiver, startTillAtNoon, status } from "./receivers.ts";

const till = await startTillAtNoon();

const later = (ms: number) => new Date((till.world.time ?? new Date()).getTime() + ms);

const refuses = () => Promise.reject(new TypeError("fetch failed"));
const busy = () => new Response(null, { status: 429, headers: { "retry-after": "120" } });

test("an endpoint that does not answer is left alone until its next attempt, and then gets all that is due", async () => {
  const { received, deliveries, staff, endpoint } = await receiver(till, [refuses, refuses, status(200)]);
  for (let n = 0; n < 4; n += 1) await placedOrder(till);
  expect(received).toHaveLength(1);
  await till.sweep(later(4_999));
  expect(received).toHaveLength(1);
  await till.sweep(later(5_000));
  expect(received).toHaveLength(2);
  expect((await deliveries()).flatMap(({ attempts }) => attempts)).toHaveLength(2);
  await till.sweep(later(10_000));
  expect(received).toHaveLength(2 + 4);
  expect((await deliveries()).map(({ status: each }) => each)).toEqual(Array(4).fill("SUCCEEDED"));
  expect(await staff.webhooks.endpoints.get.query({ id: endpoint.id })).toMatchObject({ status: "ENABLED" });
});

test("a replay and switching an endpoint on end its pause", async () => {
  const { received, delivery, staff, endpoint } = await receiver(till, [refuses, refuses, status(200)]);
  await placedOrder(till);
  await staff.webhooks.deliveries.replay.mutate({ id: (await delivery())?.id ?? "" });
  await till.settled();
  expect(received).toHaveLength(2);
  await staff.webhooks.endpoints.update.mutate({ id: endpoint.id, enabled: true });
  await placedOrder(till);
  // The new one, and not the one whose next attempt is later.
  expect(received).toHaveLength(3);
});

test("a receiver that asks for two minutes is given them", async () => {
  const { received, delivery } = await receiver(till, [busy, status(200)]);
  await placedOrder(till);
  expect((await delivery())?.nextAttemptAt).toBe(later(120_000).toISOString());
  await placedOrder(till);
  await till.sweep(later(119_999));
  expect(received).toHaveLength(1);
  await till.sweep(later(120_000));
  expect(received).toHaveLength(3);
});
