import { listNamespaces } from "@till/libsql-local";
import { newTill as makeTill, oneCoffee } from "./own-till.ts";
import { limits } from "@till/contracts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { refusalOf } from "./refusals.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
});
afterAll(() => till.stop());

const noon = new Date("2026-05-01T12:00:00.000Z");
const minutesAfterNoon = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
beforeEach(async () => {
  till.world.time = noon;
  till.world.fetch = fetch;
  await till.rows("DELETE FROM tills");
});

const tills = () => till.as(null).sandbox.tills;

const newTill = (ttlMinutes = 600) => makeTill(till, { ttlMinutes });

/** Places an order that is due to expire, and has the directory told. */
async function placeOrder({ asha }: Awaited<ReturnType<typeof newTill>>) {
  const order = await asha.orders.create.mutate(oneCoffee);
  await till.settled();
  return order.id;
}

const entry = async (id: string) => (await till.rows("SELECT * FROM tills WHERE id = ?", id))[0];

const databases = () => listNamespaces(till.connection);

test("the directory knows when work is due in a till, and the sweep does it then", async () => {
  const made = await newTill();
  expect(await entry(made.id)).toMatchObject({ state: "READY", next_due_at: null });
  const id = await placeOrder(made);
  expect(await entry(made.id)).toMatchObject({ next_due_at: "2026-05-01T12:30:00.000Z" });

  await till.sweep(minutesAfterNoon(29));
  expect(await made.asha.orders.get.query({ id })).toMatchObject({ status: "PENDING" });
  await till.sweep(minutesAfterNoon(30));
  expect(await made.asha.orders.get.query({ id })).toMatchObject({ status: "CANCELLED" });
  expect(await entry(made.id)).toMatchObject({ next_due_at: null, swept_at: minutesAfterNoon(30).toISOString() });
});

test("a till where nothing is due is asked nothing for half an hour, and then once", async () => {
  const made = await newTill();
  const asked: string[] = [];
  till.world.fetch = (input, init) => {
    asked.push(new URL(String(input)).pathname);
    return fetch(input, init);
  };
  const askedOf = () => asked.filter((path) => path.startsWith(`/${made.id}/`)).length;
  for (let minute = 1; minute < 30; minute += 1) await till.sweep(minutesAfterNoon(minute));
  expect(askedOf()).toBe(0);
  await till.sweep(minutesAfterNoon(30));
  expect(askedOf()).toBeGreaterThan(0);
});

test("work that the directory was never told of is done within half an hour", async () => {
  const made = await newTill();
  const id = await placeOrder(made);
  await till.rows("UPDATE tills SET next_due_at = NULL WHERE id = ?", made.id);
  await till.sweep(minutesAfterNoon(31));
  expect(await made.asha.orders.get.query({ id })).toMatchObject({ status: "CANCELLED" });
});

test("a sweep that dies is made up for after two minutes", async () => {
  const made = await newTill();
  const id = await placeOrder(made);
  till.world.fetch = (input, init) =>
    new URL(String(input)).pathname.startsWith(`/${made.id}/`) ? Promise.reject(new Error("cut")) : fetch(input, init);
  await till.sweep(minutesAfterNoon(30));
  till.world.fetch = fetch;
  await till.sweep(minutesAfterNoon(31));
  expect(await made.asha.orders.get.query({ id })).toMatchObject({ status: "PENDING" });
  await till.sweep(minutesAfterNoon(32));
  expect(await made.asha.orders.get.query({ id })).toMatchObject({ status: "CANCELLED" });
});

test("a till that has expired is deleted, and its neighbour is not", async () => {
  const [short, long] = [await newTill(1), await newTill(60)];
  await till.sweep(minutesAfterNoon(1));
  expect(await databases()).not.toContain(short.id);
  expect(await databases()).toContain(long.id);
  expect(await refusalOf(tills().get.query({ id: short.id }))).toMatchObject({ code: "TILL_NOT_FOUND" });
  expect(await tills().get.query({ id: long.id })).toMatchObject({ id: long.id });
  await tills().delete.mutate({ id: long.id });
});

test("a job for a till that is deleted is done with", async () => {
  const made = await newTill();
  await tills().delete.mutate({ id: made.id });
  const ends = await till.doJobs([
    { kind: "messages", ids: [1], till: made.id },
    { kind: "webhooks", ids: [1], till: made.id },
    { kind: "note", till: made.id },
    { kind: "sweep", till: made.id, until: noon.toISOString() },
  ]);
  expect(ends).toEqual(["ack", "ack", "ack", "ack"]);
});

/** Lets so many requests through and then dies: nothing more leaves, and what was to be done after the response is not. */
async function dieAfter(requests: number, act: () => Promise<unknown>): Promise<boolean> {
  let left = requests;
  till.world.fetch = async (input, init) => {
    if (left <= 0) throw new Error("killed");
    left -= 1;
    return fetch(input, init);
  };
  const survived = await act().then(
    () => true,
    () => false,
  );
  await till.abandon();
  till.world.fetch = fetch;
  return survived;
}

test("whoever dies in the middle of making, forking or deleting a till leaves nothing that shows or stays", async () => {
  const others = await databases();
  for (let requests = 0; ; requests += 1) {
    const before = (await tills().list.query({ limit: 100 })).items.length;
    const survived = await dieAfter(requests, () => tills().create.mutate({ ttlMinutes: 600 }));
    if (survived) break;
    expect((await tills().list.query({ limit: 100 })).items).toHaveLength(before);
    expect(requests).toBeLessThan(10);
  }
  for (let requests = 0; ; requests += 1) {
    const source = await newTill();
    const before = (await tills().list.query({ limit: 100 })).items.length;
    const survived = await dieAfter(requests, () => tills().fork.mutate({ id: source.id }));
    if (survived) break;
    expect((await tills().list.query({ limit: 100 })).items).toHaveLength(before);
  }
  for (let requests = 0; ; requests += 1) {
    const made = await newTill();
    const survived = await dieAfter(requests, () => tills().delete.mutate({ id: made.id }));
    if (survived) break;
  }
  await till.sweep(minutesAfterNoon(6));
  const shown = (await tills().list.query({ limit: 100 })).items.map(({ id }) => id);
  expect((await till.rows("SELECT id FROM tills")).map(({ id }) => String(id)).toSorted()).toEqual(shown.toSorted());
  expect((await databases()).filter((name) => !others.includes(name)).toSorted()).toEqual(shown.toSorted());
  for (const id of shown) await tills().delete.mutate({ id });
});

test("there are only so many tills, and so many new ones in a minute", async () => {
  const fill = (count: number, createdAt: string) =>
    till.rows(
      `INSERT INTO tills (id, name, state, created_at, changed_at, expires_at, swept_at)
        SELECT 'filler-' || value || '-' || ?, '', 'READY', ?, ?, '2027-01-01T00:00:00.000Z', ? FROM generate_series(1, ?)`,
      createdAt.slice(11, 13),
      createdAt,
      createdAt,
      createdAt,
      count,
    );
  await fill(limits.tills.perMinute, minutesAfterNoon(0).toISOString());
  expect(await refusalOf(tills().create.mutate({}))).toMatchObject({ code: "RATE_LIMITED", status: 429 });
  await fill(limits.tills.atOnce - limits.tills.perMinute, minutesAfterNoon(-120).toISOString());
  till.world.time = minutesAfterNoon(5);
  expect(await refusalOf(tills().create.mutate({}))).toMatchObject({
    code: "TILL_LIMIT_REACHED",
    details: { limit: limits.tills.atOnce },
  });
});

test("a shop, which has no end, is none of the sandbox's tills", async () => {
  await till.rows(
    `INSERT INTO tills (id, name, state, created_at, changed_at, swept_at) VALUES ('acme', 'Acme', 'READY', ?, ?, ?)`,
    noon.toISOString(),
    noon.toISOString(),
    noon.toISOString(),
  );
  expect((await tills().list.query({})).items).toEqual([]);
  expect(await refusalOf(tills().get.query({ id: "acme" }))).toMatchObject({ code: "TILL_NOT_FOUND" });
  expect(await refusalOf(tills().delete.mutate({ id: "acme" }))).toMatchObject({ code: "TILL_NOT_FOUND" });
  await till.sweep(minutesAfterNoon(10_000_000));
  expect(await entry("acme")).toMatchObject({ state: "READY" });
});
