import { listNamespaces } from "@till/libsql-local";
import { newTill as makeTill, oneCoffee } from "../own-till.ts";
import { stubCache } from "../stub-cache.ts";
import { openTillStore } from "@till/db";
import { TillTaken, createShop } from "@till/db/setup";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { refusalOf } from "../refusals.ts";
import { type Till, startTill } from "../till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
});
beforeEach(() => {
  till.world.bindings = {};
  till.world.time = null;
});
afterAll(() => till.stop());

const tills = () => till.as(null).sandbox.tills;
const newTill = (input: Parameters<typeof makeTill>[1] = {}) => makeTill(till, input);

/** The connection of all tills, and where their databases are made. */
const everyTill = () => {
  const connection = { url: String(till.env["DATABASE_URL"]), authToken: till.connection.authToken };
  return { connection, store: openTillStore(connection, null, fetch) };
};

const databases = () => listNamespaces(till.connection);

/** Enters tills into the directory that have no database. An end of null makes it a shop. */
const enter = (ids: readonly string[], { expiresAt = null as string | null, state = "READY", at = "" } = {}) =>
  till.rows(
    `INSERT INTO tills (id, name, state, created_at, changed_at, expires_at, next_due_at, swept_at)
      SELECT value, value, ?, ?, ?, nullif(?, ''), nullif(?, ''), ? FROM json_each(?)`,
    state,
    "2026-05-01T00:00:00.000Z",
    "2026-05-01T00:00:00.000Z",
    expiresAt ?? "",
    at,
    at,
    JSON.stringify(ids),
  );

test("where a cache keeps receipts, that of a fork is never taken for that of its source", async () => {
  const kept = stubCache();
  const source = await newTill();
  const { id } = await source.asha.orders.create.mutate(oneCoffee);
  const { payment } = await source.asha.orders.pay.mutate({ id });
  const fork = await newTill({ from: source.id });
  await fork.meera.orders.refund.mutate({ id, amount: 100 });
  await source.meera.orders.refund.mutate({ id, amount: 200 });

  // A header names the till, so both have the same address. Both orders have the same version.
  const pdf = async (Till: string) => {
    const response = await till.request(`/payments/${payment.id}/receipt.pdf`, { headers: { Till } });
    return Buffer.from(await response.arrayBuffer()).toString("hex");
  };
  const ofFork = await pdf(fork.id);
  expect(await pdf(source.id)).not.toBe(ofFork);
  expect(await pdf(fork.id)).toBe(ofFork);
  expect(kept.size).toBe(2);
});

test("nobody copies a shop, a database that is no till, or a till that is being deleted", async () => {
  const { store } = everyTill();
  const closing = await newTill();
  for (const name of ["acme", "payroll"]) await store.create(name);
  await enter(["acme"]);
  await till.rows("UPDATE tills SET state = 'DELETING' WHERE id = ?", closing.id);
  const before = await databases();
  for (const id of ["acme", "payroll", closing.id, "no-such-till"]) {
    const gone = { code: "TILL_NOT_FOUND", details: { till: id } };
    expect(await refusalOf(tills().fork.mutate({ id }))).toMatchObject(gone);
    expect(await refusalOf(tills().create.mutate({ from: id }))).toMatchObject(gone);
  }
  expect(await databases()).toEqual(before);
  expect(await till.rows("SELECT id FROM tills WHERE state = 'CREATING'")).toEqual([]);
  expect((await newTill({ from: "default" })).people).toEqual([]);
});

test("a new shop never takes a database that is there, so no sweep deletes it", async () => {
  const { connection, store } = everyTill();
  await store.create("ledger");
  const made = createShop(connection, store, { id: "ledger", name: "Ledger" });
  await expect(made).rejects.toBeInstanceOf(TillTaken);
  await till.sweep(new Date(Date.now() + 10 * 60_000));
  expect(await databases()).toContain("ledger");
  expect(await till.rows("SELECT id FROM tills WHERE id = 'ledger'")).toEqual([]);
  expect((await createShop(connection, store, { id: "bakery", name: "Bakery" })).apiKey).toMatch(/^sk_staff_/);
});

test("what is not counted asks no database, whatever till it names", async () => {
  till.world.bindings = { RATE_LIMIT_ADDRESS: { limit: async () => ({ success: false }) } };
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const response = await till.request(path, { headers: { "cf-connecting-ip": "192.0.2.1", ...headers } });
    return response.status;
  };
  const made = "no-such-till";
  const before = till.world.databaseRequests;
  for (const path of ["/healthz", "/assets/none.js"]) {
    const expected = path === "/healthz" ? 429 : 404;
    expect([path, await ask(`/t/${made}${path}`)]).toEqual([path, expected]);
    expect([path, await ask(path, { Till: made })]).toEqual([path, expected]);
  }
  expect(await ask("/healthz")).toBe(200);
  expect(await ask("/t/default/healthz")).toBe(200);
  expect(till.world.databaseRequests).toBe(before);
});

test.each(["/", "/docs", "/nothing", "/v1/products", "/trpc/products.list", "/payments/pay_1/receipt", "/healthz"])(
  "a header that names no till leaves nothing in a cache that does not know of it: GET %s",
  async (path) => {
    for (const accept of ["text/html", "*/*"]) {
      const response = await till.request(path, { headers: { Till: "no-such-till", accept } });
      expect([response.status, response.headers.get("cache-control")]).toEqual([404, "no-store"]);
    }
  },
);

test("tills that are due all the time keep no other from its sweep", async () => {
  const noon = new Date("2026-05-01T12:00:00.000Z");
  till.world.time = noon;
  const victim = await newTill();
  const { id } = await victim.asha.orders.create.mutate(oneCoffee);
  await till.settled();
  const due = new Date("2026-05-01T12:30:00.000Z");
  const greedy = Array.from({ length: 300 }, (_, index) => `0-${index}`);
  await enter(greedy, { expiresAt: "2027-01-01T00:00:00.000Z", at: due.toISOString() });
  onTestFinished(async () => void (await till.rows("DELETE FROM tills WHERE id LIKE '0-%'")));
  // They became due after the victim, and there are more of them than one sweep begins.
  await till.sweep(due);
  expect(await victim.asha.orders.get.query({ id })).toMatchObject({ status: "CANCELLED" });
});

test("a till whose receivers never answer holds up no batch of jobs", async () => {
  const slow = await newTill();
  // The queue loses what it is told; only the sweep is left.
  till.world.bindings = { JOBS: { send: async () => undefined } };
  await slow.meera.webhooks.endpoints.create.mutate({
    url: `https://${crypto.randomUUID()}.example/hooks`,
    eventTypes: ["order.created"],
  });
  await slow.asha.orders.create.mutate(oneCoffee);
  let answer: (() => void) | undefined;
  const asked = new Promise<void>((resolve) => {
    till.world.send = () => {
      resolve();
      return new Promise((answered) => (answer = () => answered(new Response())));
    };
  });
  const until = new Date(Date.now() + 120_000).toISOString();
  expect(await till.doJobs([{ kind: "sweep", till: slow.id, until }])).toEqual(["ack"]);
  await asked;
  answer?.();
  await till.settled();
});

test.each([
  '{"__proto__":{"from":"default","empty":true}}',
  '{"constructor":{"prototype":{"empty":true}}}',
  '{"id":"default"}',
  '{"state":"READY","number":1}',
  '{"expiresAt":null}',
  '{"ttlMinutes":1e9}',
  '{"ttlMinutes":-1}',
  '{"ttlMinutes":null}',
  '{"from":"template"}',
  '{"from":"../default"}',
  '{"from":["default"]}',
])("a till is not made with %s", async (body) => {
  const before = await databases();
  const headers = { "content-type": "application/json" };
  const response = await till.request("/v1/sandbox/tills", { method: "POST", headers, body });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, "VALIDATION_FAILED"]);
  expect(await databases()).toEqual(before);
  expect(({} as Record<string, unknown>)["empty"]).toBeUndefined();
});
