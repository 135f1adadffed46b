import { purgePieceSize } from "@till/db";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { newTill, oneCoffee } from "./own-till.ts";
import { rounds } from "./rounds.ts";
import { type Statement, watchStatements } from "./statements.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({
    variables: { KEEP_MESSAGES_DAYS: "30", KEEP_DELIVERIES_DAYS: "10", KEEP_REVOKED_KEYS_DAYS: "90" },
  });
  till.world.send = async () => new Response(null, { status: 200 });
});
afterEach(() => {
  till.world.time = null;
  till.world.fetch = fetch;
});
afterAll(() => till.stop());

const day = (date: string) => new Date(`${date}T15:00:00.000Z`);

/** An order that is paid at a time, with its messages and webhooks sent. */
async function paidOrder(time: Date) {
  till.world.time = time;
  const [api, staff] = [till.as(somebody()), till.as(somebody("staff"))];
  const endpoint = await staff.webhooks.endpoints.create.mutate({
    url: "https://shop.example/hook",
    eventTypes: ["order.paid"],
  });
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const order = { items, paymentMethod: "ONLINE" as const, idempotencyKey: "place" };
  const { id } = await api.orders.create.mutate(order);
  const pay = () => api.orders.pay.mutate({ id, idempotencyKey: "pay" });
  await pay();
  await till.settled();
  await staff.webhooks.endpoints.delete.mutate({ id: endpoint.id });
  const left = async () => ({
    messages: (await staff.notifications.list.query({ orderId: id })).items.length,
    deliveries: (await staff.webhooks.deliveries.list.query({ orderId: id })).items.length,
  });
  return { api, staff, id, left, pay, place: () => api.orders.create.mutate(order) };
}

test("messages and deliveries are kept for their days in full, and the sweep of the day after deletes them", async () => {
  const { staff, id, left, pay, place } = await paidOrder(day("2026-01-01"));
  expect(await left()).toEqual({ messages: 2, deliveries: 1 });
  await till.sweep(new Date("2026-01-11T23:59:00.000Z"));
  expect(await left()).toEqual({ messages: 2, deliveries: 1 });
  await till.sweep(new Date("2026-01-12T00:00:00.000Z"));
  expect(await left()).toEqual({ messages: 2, deliveries: 0 });
  expect((await staff.notifications.list.query({ search: `${id}`, orderId: id })).items).toHaveLength(2);
  await till.sweep(new Date("2026-02-01T00:00:00.000Z"));
  expect(await left()).toEqual({ messages: 0, deliveries: 0 });
  expect((await staff.notifications.list.query({ search: `${id}`, orderId: id })).items).toEqual([]);
  // Neither an attempt nor a word of a message stays behind.
  for (const orphans of [
    "SELECT delivery_id FROM webhook_attempts LEFT JOIN webhook_deliveries ON id = delivery_id WHERE id IS NULL",
    "SELECT fts.rowid FROM notifications_fts AS fts LEFT JOIN notifications ON id = fts.rowid WHERE notifications_fts MATCH 'order' AND id IS NULL",
  ])
    expect(await till.rows(orphans)).toEqual([]);

  // What the keys of the order and its payment stand for is in the events, which stay.
  till.world.time = day("2026-02-02");
  expect((await place()).id).toBe(id);
  expect((await pay()).order).toMatchObject({ id, status: "PAID" });
  const { differences } = await staff.audit.run.query({});
  expect(differences.filter(({ orderId }) => orderId === id)).toEqual([]);
  expect(await left()).toEqual({ messages: 0, deliveries: 0 });
});

test("what is still due is kept, however old it is", async () => {
  const { id, left } = await paidOrder(day("2026-03-01"));
  const next = "2026-05-01T00:00:00.000Z";
  await till.rows("UPDATE notifications SET sent_at = NULL, next_attempt_at = ? WHERE order_id = ?", next, id);
  await till.rows("UPDATE webhook_deliveries SET status = 'PENDING', next_attempt_at = ? WHERE order_id = ?", next, id);
  await till.sweep(day("2026-04-30"));
  expect(await left()).toEqual({ messages: 2, deliveries: 1 });
});

test("a revoked key is listed for its days, and a valid one for ever", async () => {
  till.world.time = day("2026-01-01");
  const { apiKeys } = till.as(somebody("staff"));
  const [valid, revoked] = [
    await apiKeys.create.mutate({ name: "Valid", role: "staff" }),
    await apiKeys.create.mutate({ name: "Revoked", role: "staff" }),
  ];
  await apiKeys.revoke.mutate({ id: revoked.id });
  const listed = async () => (await apiKeys.list.query({})).items.map(({ id }) => id);
  await till.sweep(new Date("2026-04-01T23:59:00.000Z"));
  expect(await listed()).toEqual([revoked.id, valid.id]);
  await till.sweep(new Date("2026-04-02T00:00:00.000Z"));
  expect(await listed()).toEqual([valid.id]);
});

const pieces = rounds(50, 11);

test(
  `${pieces} pieces of rows go piece by piece, ten a sweep, and the log has the counts`,
  { timeout: 300_000 },
  async () => {
    const { id, left } = await paidOrder(day("2026-06-01"));
    const rows = pieces * purgePieceSize;
    // Each message is of an event of its own.
    await till.rows(
      `INSERT INTO order_events (order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint)
      SELECT ?, value + 100, 'many:' || value, 'pay', 'order.paid', 'system', 'system', '2026-06-01T15:00:00.000Z', ''
      FROM json_each(?)`,
      id,
      JSON.stringify(Array.from({ length: rows - 2 }, (_, index) => index)),
    );
    await till.rows(
      `INSERT INTO notifications (order_id, event_id, channel, recipient, attempts, created_at, sent_at)
      SELECT order_id, id, 'SMS', '+919811111111', 1, at, at FROM order_events WHERE command_id LIKE 'many:%'`,
    );
    const told: string[] = [];
    vi.spyOn(console, "info").mockImplementation((line: string) => void told.push(line));
    const statements: Statement[] = [];
    till.world.fetch = watchStatements(statements);
    const inAll = async () => Number((await till.rows("SELECT count(*) AS n FROM notifications"))[0]?.["n"]);
    const before = await inAll();
    await till.sweep(day("2026-07-02"));
    expect(before - (await inAll())).toBe(10 * purgePieceSize);
    for (let sweep = 10; sweep < pieces; sweep += 10) await till.sweep(day("2026-07-02"));
    expect((await left()).messages).toBe(0);
    expect(told.join("\n")).toContain(`"kind":"messages","deleted":${10 * purgePieceSize}`);
    vi.restoreAllMocks();

    // Nothing is left to delete, and the sweep asks for it once.
    statements.length = 0;
    await till.sweep(day("2026-07-02"));
    const about = statements.filter(({ sql }) => sql.includes("_kept"));
    expect(about).toHaveLength(1);
    expect(about[0]?.sql).toMatch(/^SELECT/);
  },
);

test("each till deletes by its own clock: when it is advanced, and else when the directory says that it is time", async () => {
  const shops = await startTill({ withTills: true, variables: { KEEP_MESSAGES_DAYS: "1" } });
  shops.world.time = day("2026-05-01");
  const ttlMinutes = 7 * 24 * 60;
  const [ahead, real] = [await newTill(shops, { ttlMinutes }), await newTill(shops, { ttlMinutes })];
  const messagesIn = async ({ url }: typeof ahead) => {
    const { token } = await shops.withToken("", url).sandbox.signIn.mutate({ userId: "usr_meera" });
    return (await shops.withToken(token, url).notifications.list.query({})).items.length;
  };
  for (const { asha } of [ahead, real]) {
    const { id } = await asha.orders.create.mutate(oneCoffee);
    await asha.orders.pay.mutate({ id });
  }
  await shops.settled();
  await ahead.meera.sandbox.clock.advance.mutate({ days: 2 });
  expect([await messagesIn(ahead), await messagesIn(real)]).toEqual([0, 2]);

  shops.world.time = new Date("2026-05-02T23:59:00.000Z");
  await shops.sweep(shops.world.time);
  expect(await messagesIn(real)).toBe(2);
  shops.world.time = new Date("2026-05-03T00:00:00.000Z");
  await shops.sweep(shops.world.time);
  expect(await messagesIn(real)).toBe(0);
  await shops.stop();
});
