import { seedDatabase } from "@till/db/setup";
import { afterAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
/** A reset is of the whole sandbox, so each test has one of its own. */
beforeEach(async () => {
  await till?.stop();
  till = await startTill();
  await seedDatabase(till.connection);
});
afterAll(() => till.stop());

const reset = () => till.as(somebody("staff")).sandbox.reset.mutate();

/** Every row that is not of the search indexes. */
async function everything() {
  const tables = await till.rows(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%fts%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY name",
  );
  const all: Record<string, unknown> = {};
  for (const { name } of tables) all[String(name)] = await till.rows(`SELECT * FROM "${String(name)}"`);
  return all;
}

/** Somebody of the demo and somebody else order, pay, cancel and get money back, with webhooks and broken messages. */
async function busyDay() {
  const staff = till.as(somebody("staff"));
  const asha = till.as({ ...somebody(), id: "usr_asha", name: "Somebody Renamed" });
  await till.as(null).sandbox.failMessages.mutate({ channel: "SMS", failNext: 1 });
  const endpoint = await staff.webhooks.endpoints.create.mutate({
    url: "https://shop.example/hook",
    eventTypes: ["order.created", "order.paid"],
  });
  const gone = await staff.webhooks.endpoints.create.mutate({ url: "https://old.example", eventTypes: ["order.paid"] });
  const items = [{ productId: 1, quantity: 2 }];
  for (const api of [asha, till.as(somebody())]) {
    const paid = await api.orders.create.mutate({ items, paymentMethod: "ONLINE", discountCode: "WELCOME10" });
    await api.orders.pay.mutate({ id: paid.id });
    await staff.orders.refund.mutate({ id: paid.id, amount: 100 });
    const left = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
    await api.orders.pay.mutate({ id: left.id, source: { token: "pm_card_visa_chargeDeclined" } }).catch(() => null);
  }
  await staff.webhooks.endpoints.delete.mutate({ id: gone.id });
  await staff.products.adjustStock.mutate({ id: 2, change: -1, reason: "Broken" });
  await staff.products.archive.mutate({ id: 3 });
  await staff.discounts.disable.mutate({ code: "FLAT250" });
  await till.settled();
  return { staff, asha, endpoint };
}

test("a reset brings the demo data back, and lets webhook endpoints stay", async () => {
  const before = await everything();
  const { endpoint } = await busyDay();
  expect(await everything()).not.toEqual(before);
  expect(await reset()).toEqual({ deletedOrders: 4 });
  const { webhook_endpoints: endpoints, ...rest } = await everything();
  expect({ ...rest, webhook_endpoints: [] }).toEqual(before);
  expect(endpoints).toMatchObject([{ id: endpoint.id, status: "ENABLED", failing_since: null }]);
});

test("after a reset nothing refers to what is gone, and foreign keys are checked again", async () => {
  await busyDay();
  await reset();
  expect(await till.rows("PRAGMA foreign_key_check")).toEqual([]);
  await expect(
    till.rows("INSERT INTO discount_uses (code, user_id, uses) VALUES ('NO-SUCH-CODE', 'usr_asha', 1)"),
  ).rejects.toThrow("FOREIGN KEY");
});

test("after a reset the shop is open: orders count from 1, and searches find what is there now", async () => {
  const { staff, asha } = await busyDay();
  await reset();
  const search = async (words: string) => (await staff.orders.list.query({ search: words })).items.map(({ id }) => id);
  expect(await search("somebody")).toEqual([]);
  expect((await staff.notifications.list.query({ search: "paid" })).items).toEqual([]);
  const named = async (words: string) =>
    (await staff.customers.list.query({ search: words })).items.map(({ id: of }) => of);
  expect([await named("somebody"), await named("test person"), await named("asha")]).toEqual([[], [], ["usr_asha"]]);
  expect(await till.rows("SELECT v FROM customers_fts_config WHERE k = 'secure-delete'")).toEqual([{ v: 1 }]);
  const { id } = await asha.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });
  await asha.orders.pay.mutate({ id });
  await till.settled();
  expect(id).toBe(1);
  expect(await search("somebody")).toEqual([1]);
  expect((await staff.notifications.list.query({ search: "paid" })).items).toHaveLength(2);
});

test("a webhook after a reset has an id that no webhook before it had", async () => {
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  const { staff, asha } = await busyDay();
  const ids = async () => (await staff.webhooks.deliveries.list.query({})).items.map((delivery) => delivery.id);
  const before = await ids();
  await reset();
  expect(await ids()).toEqual([]);
  till.world.time = new Date("2026-05-01T12:00:01.000Z");
  await asha.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });
  const after = await ids();
  expect(after).toHaveLength(1);
  expect(before).not.toContain(after[0]);
});

test("a webhook that was on its way during a reset is forgotten, and leaves no trace at another order", async () => {
  const { staff, asha } = await busyDay();
  const order = () => asha.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });
  await reset();
  till.world.send = async () => {
    await reset();
    till.world.send = () => Promise.reject(new Error("Away."));
    till.world.time = new Date("2999-01-01T00:00:00.000Z");
    await order();
    return new Response("late");
  };
  await order();
  await till.settled();
  expect((await staff.webhooks.deliveries.list.query({})).items).toMatchObject([
    { attempts: [{ error: expect.stringContaining("Away.") }] },
  ]);
});

test("a reset between any two requests that send webhooks and messages logs no error", async () => {
  const errors = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => errors.mockRestore());
  const { asha } = await busyDay();
  till.world.send = async () => new Response(null, { status: 200 });
  errors.mockClear();
  for (let resetBefore = 1; resetBefore <= 12; resetBefore += 1) {
    let requests = 0;
    const order = await asha.orders.create.mutate({
      items: [{ productId: 1, quantity: 1 }],
      paymentMethod: "ONLINE",
    });
    await asha.orders.pay.mutate({ id: order.id });
    till.world.fetch = async (...request) => {
      requests += 1;
      if (requests === resetBefore) {
        till.world.fetch = fetch;
        await till.as(null).sandbox.reset.mutate();
      }
      return fetch(...request);
    };
    await till.settled();
    till.world.fetch = fetch;
  }
  expect(errors.mock.calls).toEqual([]);
});

test("products and codes that are not of the demo stay, as a shop that is tried out has them", async () => {
  const productId = await till.addProduct({ stock: 5 });
  const code = await till.addDiscount({ kind: "PERCENT", value: 10 });
  const api = till.as(somebody());
  await api.orders.create.mutate({ items: [{ productId, quantity: 2 }], paymentMethod: "COD", discountCode: code });
  await reset();
  expect(await api.products.get.query({ id: productId })).toMatchObject({ stock: 3 });
  expect(await till.rows("SELECT uses FROM discounts WHERE code = ?", code)).toEqual([{ uses: 0 }]);
});

test("only staff reset the sandbox: visitors and customers delete nothing of the others", async () => {
  await busyDay();
  const before = await everything();
  expect(await refusalOf(till.as(null).sandbox.reset.mutate())).toMatchObject({ code: "UNAUTHENTICATED" });
  expect(await refusalOf(till.as(somebody()).sandbox.reset.mutate())).toMatchObject({ code: "FORBIDDEN" });
  expect(await everything()).toEqual(before);
});

test("where the sandbox is off nothing is reset", async () => {
  const shop = await startTill({ variables: { SANDBOX: "off" } });
  onTestFinished(() => shop.stop());
  const items = [{ productId: await shop.addProduct(), quantity: 1 }];
  await shop.as(somebody()).orders.create.mutate({ items, paymentMethod: "COD" });
  expect(await refusalOf(shop.as(somebody("staff")).sandbox.reset.mutate())).toMatchObject({ code: "FORBIDDEN" });
  expect(await shop.rows("SELECT count(*) AS n FROM orders")).toEqual([{ n: 1 }]);
});

test("a database that was never marked as a sandbox's is not reset, even where the sandbox is on", async () => {
  const shop = await startTill({ isMarked: false });
  onTestFinished(() => shop.stop());
  const items = [{ productId: await shop.addProduct(), quantity: 1 }];
  await shop.as(somebody()).orders.create.mutate({ items, paymentMethod: "COD" });
  expect(await refusalOf(shop.as(somebody("staff")).sandbox.reset.mutate())).toMatchObject({
    code: "FORBIDDEN",
    message: expect.stringContaining("not marked as a sandbox's"),
  });
  expect(
    await shop.rows("SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM products) AS products"),
  ).toEqual([{ orders: 1, products: 1 }]);
});
