import { newTill as makeTill, oneCoffee, withPeople } from "./own-till.ts";
import type { CreatedTill } from "@till/contracts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connectReceivers, receive, status } from "./receivers.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
  connectReceivers(till);
});
afterAll(() => till.stop());

const noon = "2026-05-01T12:00:00.000Z";
beforeEach(() => {
  till.world.time = new Date(noon);
});

/** A till, with clients of its people, and its clock. */
const withClock = (made: CreatedTill) => {
  const people = withPeople(till, made);
  return { ...people, clock: people.asha.sandbox.clock };
};

const newTill = async () => withClock(await makeTill(till));

/** A till whose clock stands still at noon, with an order that is to be paid online. */
async function frozenTill() {
  const made = await newTill();
  await made.clock.set.mutate({ mode: "frozen" });
  const order = await made.asha.orders.create.mutate(oneCoffee);
  return { ...made, tillId: made.id, id: order.id };
}

test("a clock is real until it is frozen, and then every time of the till stands still", async () => {
  const made = await newTill();
  expect(await made.clock.get.query()).toEqual({ now: noon, mode: "real" });
  expect(await made.clock.set.mutate({ mode: "frozen", now: "2026-05-01T18:00:00Z" })).toEqual({
    now: "2026-05-01T18:00:00.000Z",
    mode: "frozen",
  });
  till.world.time = new Date("2026-05-01T13:00:00.000Z");
  const order = await made.asha.orders.create.mutate(oneCoffee);
  expect(order).toMatchObject({ createdAt: "2026-05-01T18:00:00.000Z", expiresAt: "2026-05-01T18:30:00.000Z" });
  const neighbour = await newTill();
  expect((await neighbour.clock.get.query()).now).toBe("2026-05-01T13:00:00.000Z");
});

test("half an hour later an order has expired, and the answer lists what happened", async () => {
  const { id, clock, asha, meera } = await frozenTill();
  const advanced = await clock.advance.mutate({ minutes: 31 });
  expect(advanced).toMatchObject({ now: "2026-05-01T12:31:00.000Z", mode: "frozen" });
  expect(advanced.happened.map(({ at, type, orderId }) => [at, type, orderId])).toEqual([
    ["2026-05-01T12:30:00.000Z", "order.cancelled", id],
    ["2026-05-01T12:30:00.000Z", "message.sent", id],
    ["2026-05-01T12:30:00.000Z", "message.sent", id],
  ]);
  expect(await asha.orders.get.query({ id })).toMatchObject({
    status: "CANCELLED",
    cancelledAt: "2026-05-01T12:30:00.000Z",
  });
  expect((await meera.notifications.list.query({})).items.map(({ sentAt }) => sentAt)).toEqual([
    "2026-05-01T12:30:00.000Z",
    "2026-05-01T12:30:00.000Z",
  ]);
  expect((await clock.advance.mutate({ days: 30 })).happened).toEqual([]);
});

test("an asynchronous payment settles at its time, and its messages follow", async () => {
  const { id, clock, asha } = await frozenTill();
  await asha.orders.pay.mutate({ id, source: { token: "pm_card_processing" } });
  const { happened } = await clock.advance.mutate({ minutes: 1 });
  expect(happened.map(({ at, type }) => [at, type])).toEqual([
    ["2026-05-01T12:00:05.000Z", "order.paid"],
    ["2026-05-01T12:00:05.000Z", "message.sent"],
    ["2026-05-01T12:00:05.000Z", "message.sent"],
  ]);
});

test("days of a webhook's retries take one call, with each attempt at its time", async () => {
  const { clock, meera, asha } = await frozenTill();
  const url = `https://${crypto.randomUUID()}.example/hook`;
  const received = receive(url, status(500));
  await meera.webhooks.endpoints.create.mutate({ url, eventTypes: ["order.created"] });
  await asha.orders.create.mutate({ items: [{ productId: 2, quantity: 1 }], paymentMethod: "ONLINE" });
  const first = await clock.advance.mutate({ seconds: 1 });
  expect(first.happened.map(({ type }) => type)).toEqual(["webhook.failed"]);
  const { happened, now } = await clock.advance.mutate({ days: 3 });
  const expired = "2026-05-01T12:30:00.000Z";
  expect(happened.map(({ at, type }) => [at, type])).toEqual([
    ["2026-05-01T12:00:05.000Z", "webhook.failed"],
    ["2026-05-01T12:05:05.000Z", "webhook.failed"],
    // Nobody pays the two orders of this till.
    ...["order.cancelled", "order.cancelled", ...Array.from({ length: 4 }, () => "message.sent")].map((type) => [
      expired,
      type,
    ]),
    ["2026-05-01T12:35:05.000Z", "webhook.failed"],
    ["2026-05-01T14:35:05.000Z", "webhook.failed"],
    ["2026-05-01T19:35:05.000Z", "webhook.failed"],
    ["2026-05-02T05:35:05.000Z", "webhook.failed"],
    ["2026-05-02T19:35:05.000Z", "webhook.failed"],
    ["2026-05-03T15:35:05.000Z", "webhook.failed"],
  ]);
  const attempts = happened.filter(({ type }) => type === "webhook.failed").map(({ at }) => at);
  expect(received).toHaveLength(attempts.length + 1);
  expect(now).toBe("2026-05-04T12:00:01.000Z");
  for (const [index, { headers }] of received.slice(1).entries())
    expect(Number(headers["webhook-timestamp"])).toBe(Math.floor(Date.parse(attempts[index] ?? "") / 1000));
});

test("a clock that goes on is shifted, and stays ahead", async () => {
  const { clock } = await newTill();
  expect(await clock.advance.mutate({ hours: 2 })).toMatchObject({ now: "2026-05-01T14:00:00.000Z", mode: "shifted" });
  till.world.time = new Date("2026-05-01T12:10:00.000Z");
  expect(await clock.get.query()).toEqual({ now: "2026-05-01T14:10:00.000Z", mode: "shifted" });
});

test("a clock never goes back", async () => {
  const { clock } = await newTill();
  expect(await refusalOf(clock.set.mutate({ mode: "frozen", now: "2026-05-01T11:59:59Z" }))).toMatchObject({
    code: "VALIDATION_FAILED",
    details: { issues: [{ field: "now" }] },
  });
  await clock.advance.mutate({ minutes: 1 });
  expect(await refusalOf(clock.set.mutate({ mode: "real" }))).toMatchObject({
    details: { issues: [{ field: "mode" }] },
  });
  expect(await refusalOf(clock.advance.mutate({}))).toMatchObject({ code: "VALIDATION_FAILED" });
  expect(await refusalOf(clock.advance.mutate({ days: 367 }))).toMatchObject({ code: "VALIDATION_FAILED" });
});

test("the default till follows the real time", async () => {
  const { clock } = till.as(null).sandbox;
  expect(await clock.get.query()).toEqual({ now: noon, mode: "real" });
  expect(await refusalOf(clock.set.mutate({ mode: "frozen" }))).toMatchObject({ code: "FORBIDDEN" });
  expect(await refusalOf(clock.advance.mutate({ days: 1 }))).toMatchObject({ code: "FORBIDDEN" });
});

test("a session ends by the clock of the till", async () => {
  const { clock, asha } = await newTill();
  await clock.advance.mutate({ hours: 13 });
  expect(await refusalOf(asha.orders.list.query({}))).toMatchObject({ details: { problem: "EXPIRED" } });
});

test("a fork has the clock of its source, and its people are signed in by it", async () => {
  const source = await frozenTill();
  await source.clock.advance.mutate({ days: 40 });
  const fork = withClock(await till.as(null).sandbox.tills.fork.mutate({ id: source.tillId }));
  expect(await fork.clock.get.query()).toEqual({ now: "2026-06-10T12:00:00.000Z", mode: "frozen" });
  expect((await fork.asha.orders.list.query({})).items).toHaveLength(1);
});

/** What is left of a till when its orders have been told: its events and messages, with their ids and times. */
async function written({ meera }: Awaited<ReturnType<typeof newTill>>) {
  const { items: orders } = await meera.orders.list.query({});
  const dossiers = await Promise.all(orders.map(({ id }) => meera.orders.dossier.query({ id })));
  return dossiers.map(({ events, messages, clockMoves, story }) => ({
    events: events.map(({ id, seq, command, type, at, amount, idempotencyKey }) => [
      id,
      seq,
      command,
      type,
      at,
      amount,
      idempotencyKey,
    ]),
    messages: messages.map(({ id, channel, subject, sentAt }) => [id, channel, subject, sentAt]),
    clockMoves,
    story,
  }));
}

test("two forks of a frozen till that are given the same calls have the same events, ids and times included", async () => {
  const source = await frozenTill();
  await till.settled();
  const runs = [];
  for (let run = 0; run < 2; run += 1) {
    const fork = withClock(await till.as(null).sandbox.tills.fork.mutate({ id: source.tillId }));
    const { asha, meera, clock } = fork;
    const { id } = await asha.orders.create.mutate({ ...oneCoffee, idempotencyKey: "second" });
    await refusalOf(asha.orders.pay.mutate({ id, source: { token: "sim:insufficient_funds~succeeded@2m" } }));
    await asha.orders.pay.mutate({ id: source.id, source: { token: "sim:processing@1h" } });
    await till.settled();
    await clock.advance.mutate({ minutes: 5 });
    await meera.orders.refund.mutate({ id, amount: 100, reason: "Late" });
    await till.settled();
    await clock.advance.mutate({ hours: 2 });
    runs.push(await written(fork));
    // The real time goes on, and the till knows nothing of it.
    till.world.time = new Date("2026-05-01T12:10:00.000Z");
  }
  expect(runs[0]?.flatMap(({ events }) => events)).toHaveLength(7);
  expect(runs[1]).toEqual(runs[0]);
});

test("the sweep of a shifted till comes when its clock says so, and leaves a frozen one alone", async () => {
  const shifted = await newTill();
  await shifted.clock.advance.mutate({ hours: 1 });
  const { id } = await shifted.asha.orders.create.mutate(oneCoffee);
  const frozen = await frozenTill();
  await till.settled();
  await till.sweep(new Date("2026-05-01T12:30:00.000Z"));
  expect(await shifted.asha.orders.get.query({ id })).toMatchObject({
    status: "CANCELLED",
    cancelledAt: "2026-05-01T13:30:00.000Z",
  });
  expect(await frozen.asha.orders.get.query({ id: frozen.id })).toMatchObject({ status: "PENDING" });
});
