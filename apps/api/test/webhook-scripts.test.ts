import { oneCoffee, withPeople } from "./own-till.ts";
import { type ScriptWebhooksInput, limits } from "@till/contracts";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { permutations } from "./permutations.ts";
import { connectReceivers, receive, status } from "./receivers.ts";
import { refusalOf } from "./refusals.ts";
import { rounds } from "./rounds.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
  connectReceivers(till);
});
beforeEach(() => {
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
});
afterAll(() => till.stop());

/** A second is over. */
const tick = () => {
  till.world.time = new Date((till.world.time?.getTime() ?? 0) + 1_000);
};

type Created = Awaited<ReturnType<typeof newTill>>;

const newTill = () => till.as(null).sandbox.tills.create.mutate({ ttlMinutes: 600 });

function peopleOf(made: Created) {
  const { asha, meera } = withPeople(till, made);
  return {
    asha,
    meera,
    scripts: asha.sandbox.webhooks,
    place: async () => {
      const { id } = await asha.orders.create.mutate(oneCoffee);
      await till.settled();
      return id;
    },
    /** The delivery log, the oldest first. */
    deliveries: async () => (await meera.webhooks.deliveries.list.query({})).items.toReversed(),
  };
}

type Answer = Parameters<typeof receive>[1];

/** A till with an endpoint, and what its receiver gets. A second passes with each webhook that arrives. */
async function listening(answer: Answer = status(200)) {
  const made = await newTill();
  const people = peopleOf(made);
  const url = `https://${crypto.randomUUID()}.example/hook`;
  const received = receive(url, (...webhook) => {
    tick();
    return answer(...webhook);
  });
  const endpoint = await people.meera.webhooks.endpoints.create.mutate({
    url,
    eventTypes: ["order.created", "order.paid"],
  });
  const script = (input: Omit<ScriptWebhooksInput, "nth" | "times" | "endpointId"> & Partial<ScriptWebhooksInput>) =>
    people.scripts.script.mutate({ endpointId: endpoint.id, ...input });
  return {
    made,
    ...people,
    endpoint,
    received,
    script,
    ids: () => received.map(({ headers }) => headers["webhook-id"]),
  };
}

const attemptsOf = (delivery: { attempts: { scripted: string | null; responseStatus: number | null }[] } | undefined) =>
  delivery?.attempts.map(({ scripted, responseStatus }) => [scripted, responseStatus]);

test("a held webhook is sent when it is released, with the bytes of its event", async () => {
  const { script, place, received, deliveries, scripts, asha } = await listening();
  const made = await script({ act: "hold", eventType: "order.created" });
  const id = await place();
  await asha.orders.pay.mutate({ id });
  await till.settled();
  expect(received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(["order.paid"]);
  const [held] = await deliveries();
  expect(held).toMatchObject({ status: "FAILED", nextAttemptAt: null, attempts: [{ scripted: "hold" }] });
  expect((await scripts.list.query()).items).toEqual([{ ...made, deliveryIds: [held?.id] }]);

  const released = await scripts.release.mutate({ ids: [held?.id ?? ""] });
  expect(released.items).toMatchObject([{ id: held?.id, responseStatus: 200, error: null }]);
  expect(JSON.parse(received[1]?.body ?? "")).toMatchObject({
    type: "order.created",
    data: { order: { status: "PENDING" } },
  });
  const [after] = await deliveries();
  expect(after?.status).toBe("SUCCEEDED");
  expect(attemptsOf(after)).toEqual([
    ["hold", null],
    ["release", 200],
  ]);
  expect(received[1]?.body).toBe(after?.payload);
});

/** Four have 24 orders. */
const heldCounts = [1, 2, 3, 4].slice(0, rounds(4, 3));

test.each(heldCounts)(
  "%i held webhooks arrive in every order in which they are released, and the log has it",
  async (count) => {
    const { made, script, place, deliveries, ids } = await listening();
    await script({ act: "hold", times: count });
    for (let placed = 0; placed < count; placed += 1) await place();
    const held = (await deliveries()).map(({ id }) => id);
    const orders = permutations(held);
    expect(orders).toHaveLength([1, 1, 2, 6, 24][count] ?? 0);
    for (const order of orders) {
      const fork = peopleOf(await till.as(null).sandbox.tills.fork.mutate({ id: made.id }));
      const before = ids().length;
      const { items } = await fork.scripts.release.mutate({ ids: order });
      expect(ids().slice(before)).toEqual(order);
      expect(items.map(({ id }) => id)).toEqual(order);
      const log = (await fork.deliveries()).flatMap(({ id, attempts }) =>
        attempts.map((attempt) => ({ id, ...attempt })),
      );
      const sent = log.filter(({ scripted }) => scripted === "release").toSorted((a, b) => (a.at < b.at ? -1 : 1));
      expect(sent.map(({ id, responseStatus }) => [id, responseStatus])).toEqual(order.map((id) => [id, 200]));
      expect(log).toHaveLength(2 * count);
    }
  },
);

test("a dropped webhook never arrives, and its receiver is not to blame", async () => {
  const { script, place, received, deliveries, meera } = await listening();
  await script({ act: "drop" });
  await place();
  await till.settled();
  expect(received).toEqual([]);
  expect(await deliveries()).toMatchObject([
    { status: "FAILED", attempts: [{ scripted: "drop", error: "Dropped on purpose." }] },
  ]);
  expect((await meera.webhooks.endpoints.list.query()).items).toMatchObject([{ status: "ENABLED" }]);
  await place();
  expect(received).toHaveLength(1);
});

test("a duplicate arrives twice under one id", async () => {
  const { script, place, received, deliveries, ids } = await listening();
  await script({ act: "duplicate" });
  await place();
  const [delivery] = await deliveries();
  expect(ids()).toEqual([delivery?.id, delivery?.id]);
  expect(received[1]?.body).toBe(received[0]?.body);
  expect(attemptsOf(delivery)).toEqual([
    ["duplicate", 200],
    [null, 200],
  ]);
});

/** Whether a webhook is signed as it should be, whatever its age. */
function isSigned({ headers, body }: { headers: Record<string, string>; body: string }, secret: string) {
  const at = new Date(Number(headers["webhook-timestamp"]) * 1_000);
  return headers["webhook-signature"] === new Webhook(secret).sign(headers["webhook-id"] ?? "", at, body);
}

test("an old timestamp is an hour old and signed; what the receiver refuses comes again as it should be", async () => {
  const { script, place, received, deliveries, endpoint, asha } = await listening((_webhook, _init, number) =>
    status(number === 1 ? 400 : 200)(),
  );
  await script({ act: "old_timestamp" });
  await place();
  const [first] = received;
  expect(first?.headers["webhook-timestamp"]).toBe(String(Date.parse("2026-05-01T11:00:00Z") / 1_000));
  expect(first && isSigned(first, endpoint.secret)).toBe(true);
  await asha.sandbox.clock.advance.mutate({ seconds: 10 });
  expect(attemptsOf((await deliveries())[0])).toEqual([
    ["old_timestamp", 400],
    [null, 200],
  ]);
  expect(Number(received[1]?.headers["webhook-timestamp"])).toBeGreaterThanOrEqual(
    Date.parse("2026-05-01T12:00:00Z") / 1_000,
  );
});

test("a wrong signature is wrong, a late one is late, and a huge one is huge and still JSON", async () => {
  const { script, place, received, deliveries, endpoint } = await listening();
  await script({ act: "wrong_signature", nth: 2 });
  await script({ act: "slow", nth: 3, delayMs: 20 });
  await script({ act: "huge", nth: 4 });
  for (let placed = 0; placed < 5; placed += 1) await place();
  expect(received.map((webhook) => isSigned(webhook, endpoint.secret))).toEqual([true, false, true, true, true]);
  const lengths = received.map(({ body }) => body.length);
  const [, , , huge] = await deliveries();
  expect(lengths[3]).toBe((huge?.payload?.length ?? 0) + limits.webhookPaddingBytes);
  for (const { body } of received) expect(JSON.parse(body)).toMatchObject({ type: "order.created" });
  expect((await deliveries()).map((delivery) => attemptsOf(delivery))).toEqual([
    [[null, 200]],
    [["wrong_signature", 200]],
    [["slow", 200]],
    [["huge", 200]],
    [[null, 200]],
  ]);
});

test("scripts count deliveries of their event from when they were made, and the oldest acts", async () => {
  const { script, place, deliveries, asha, scripts } = await listening();
  await place();
  await script({ act: "hold", eventType: "order.paid", nth: 2 });
  await script({ act: "drop", eventType: "order.paid", times: 2 });
  const ids = [await place(), await place(), await place()];
  for (const id of ids) {
    await asha.orders.pay.mutate({ id });
    await till.settled();
  }
  const paid = (await deliveries()).filter(({ eventType }) => eventType === "order.paid");
  expect(paid.map((delivery) => attemptsOf(delivery))).toEqual([[["drop", null]], [["hold", null]], [[null, 200]]]);
  const listed = (await scripts.list.query()).items.map(({ deliveryIds }) => deliveryIds);
  expect(listed).toEqual([[paid[1]?.id], [paid[0]?.id, paid[1]?.id]]);
});

test("what can't be released is refused before anything is sent", async () => {
  const { script, place, deliveries, received, scripts, meera, endpoint } = await listening();
  await script({ act: "hold", nth: 2 });
  await place();
  await place();
  const [arrived, held] = (await deliveries()).map(({ id }) => id);
  const release = (...ids: (string | undefined)[]) => scripts.release.mutate({ ids: ids.map(String) });
  expect(await refusalOf(release(held, "msg_none"))).toMatchObject({ code: "DELIVERY_NOT_FOUND" });
  expect(await refusalOf(release(held, arrived))).toMatchObject({ details: { issues: [{ field: "ids[1]" }] } });
  expect(await refusalOf(release(held, held))).toMatchObject({ details: { issues: [{ field: "ids" }] } });
  await meera.webhooks.endpoints.update.mutate({ id: endpoint.id, enabled: false });
  expect(await refusalOf(release(held))).toMatchObject({ code: "WEBHOOK_ENDPOINT_DISABLED" });
  expect(received).toHaveLength(1);
});

test("what the receiver of a released webhook refuses is tried again as always", async () => {
  const { script, place, deliveries, scripts, asha } = await listening((_webhook, _init, number) =>
    status(number === 1 ? 500 : 200)(),
  );
  await script({ act: "hold" });
  await place();
  const [held] = await deliveries();
  await scripts.release.mutate({ ids: [held?.id ?? ""] });
  expect((await deliveries())[0]?.status).toBe("PENDING");
  await asha.sandbox.clock.advance.mutate({ minutes: 1 });
  expect(attemptsOf((await deliveries())[0])).toEqual([
    ["hold", null],
    ["release", 500],
    [null, 200],
  ]);
});

test("only endpoints of the till, only so many scripts, and none in the default till", async () => {
  const { script, scripts, endpoint, meera } = await listening();
  expect(await refusalOf(script({ act: "hold", endpointId: "whe_none" }))).toMatchObject({
    code: "WEBHOOK_ENDPOINT_NOT_FOUND",
  });
  expect(await refusalOf(script({ act: "hold", delayMs: 5 }))).toMatchObject({
    details: { issues: [{ field: "delayMs" }] },
  });
  const inDefault = till.as(null).sandbox.webhooks;
  expect(await refusalOf(inDefault.script.mutate({ endpointId: endpoint.id, act: "hold" }))).toMatchObject({
    code: "FORBIDDEN",
  });
  expect(await refusalOf(inDefault.release.mutate({ ids: ["msg_1"] }))).toMatchObject({ code: "FORBIDDEN" });
  const first = await script({ act: "hold" });
  for (let made = 1; made < limits.armedFaults; made += 1) await script({ act: "drop" });
  expect(await refusalOf(script({ act: "hold" }))).toMatchObject({ code: "FORBIDDEN" });
  expect((await scripts.clear.mutate({ id: first.id })).items).toHaveLength(limits.armedFaults - 1);
  expect((await scripts.clear.mutate({})).items).toEqual([]);
  await script({ act: "hold" });
  await meera.sandbox.reset.mutate();
  expect((await scripts.list.query()).items).toEqual([]);
});
