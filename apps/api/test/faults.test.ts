import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { loseAnswers } from "./lose-answers.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterEach(() => {
  till.world.fetch = fetch;
});
afterAll(async () => {
  expect((await auditAll(till)).differences).toEqual([]);
  await till.stop();
});

async function pendingOrder() {
  const api = till.as(somebody());
  const productId = await till.addProduct({ stock: 10 });
  const create = () => api.orders.create.mutate({ items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE" });
  const stock = async () => (await till.rows("SELECT stock FROM products WHERE id = ?", productId))[0]?.["stock"];
  return { api, create, stock };
}

test("a command whose answer was lost is sent again and does nothing twice", async () => {
  const { api, create, stock } = await pendingOrder();
  loseAnswers(till, 2);
  const order = await create();
  expect(await stock()).toBe(9);

  loseAnswers(till, 1);
  const { payment } = await api.orders.pay.mutate({ id: order.id });
  expect((await api.orders.get.query({ id: order.id })).payments).toEqual([payment]);

  const cancelled = await create();
  expect(await stock()).toBe(8);
  loseAnswers(till, 3);
  await api.orders.cancel.mutate({ id: cancelled.id });
  expect(await stock()).toBe(9);
  await till.settled();
  expect(await till.rows("SELECT count(*) AS n FROM notifications WHERE order_id = ?", cancelled.id)).toEqual([
    { n: 2 },
  ]);
});

test.each([429, 502, 503])("the answer %i of the database is tried again", async (status) => {
  const { create } = await pendingOrder();
  let refusals = 1;
  till.world.fetch = async (...request) => {
    refusals -= 1;
    return refusals >= 0 ? new Response("busy", { status }) : fetch(...request);
  };
  expect(await create()).toMatchObject({ status: "PENDING" });
});

test.each(["SQLITE_BUSY", "TRANSACTION_TIMEOUT"])("a batch that ended with %s is tried again, once", async (code) => {
  const { create, stock } = await pendingOrder();
  const error = { message: "The transaction was given up.", code };
  // A request of the protocol has several parts, and only the batch fails.
  till.world.fetch = async (_url, init) => {
    till.world.fetch = fetch;
    const { requests } = JSON.parse(String(init?.body)) as { requests: { type: string }[] };
    const results = requests.map(({ type }) =>
      type === "batch" ? { type: "error", error } : { type: "ok", response: { type } },
    );
    return Response.json({ baton: null, base_url: null, results });
  };
  expect(await create()).toMatchObject({ status: "PENDING" });
  expect(await stock()).toBe(9);
});

test("a database that stays out of reach is a refusal that says to try again, and nothing is half done", async () => {
  const { api, create, stock } = await pendingOrder();
  till.world.fetch = () => Promise.reject(new Error("Network connection lost."));
  expect(await refusalOf(create())).toMatchObject({ code: "DATABASE_UNAVAILABLE", status: 503 });
  expect(await refusalOf(api.orders.get.query({ id: 1 }))).toMatchObject({ code: "DATABASE_UNAVAILABLE", status: 503 });
  till.world.fetch = fetch;
  expect(await stock()).toBe(10);
});

test.each([
  ["cut in the middle", (answer: string) => answer.slice(0, answer.length / 2)],
  ["empty", () => ""],
  ["a page that a proxy has made", () => "<html><body>Bad gateway</body></html>"],
  ["JSON of somebody else's", () => '{"error":null}'],
  ["without its results", () => '{"baton":null,"results":[]}'],
])("an answer with status 200 that is %s is a lost answer: it is asked again, and done once", async (_what, spoil) => {
  const { create, stock } = await pendingOrder();
  let spoiled = 2;
  till.world.fetch = async (...request) => {
    const response = await fetch(...request);
    spoiled -= 1;
    return spoiled >= 0 ? new Response(spoil(await response.text())) : response;
  };
  expect(await create()).toMatchObject({ status: "PENDING" });
  expect(await stock()).toBe(9);
});

test("a webhook endpoint whose creation was answered in vain is there once, with the secret that is shown", async () => {
  const { endpoints } = till.as(somebody("staff")).webhooks;
  loseAnswers(till, 2);
  const { id, secret } = await endpoints.create.mutate({
    url: "https://shop.example/hook",
    eventTypes: ["order.paid"],
  });
  expect(await till.rows("SELECT secret FROM webhook_endpoints WHERE id = ?", id)).toEqual([{ secret }]);
  loseAnswers(till, 2);
  const rotated = await endpoints.update.mutate({ id, rotateSecret: true });
  expect(await till.rows("SELECT secret, previous_secret AS previous FROM webhook_endpoints WHERE id = ?", id)).toEqual(
    [{ secret: rotated.secret, previous: secret }],
  );
  await endpoints.delete.mutate({ id });
});

test("all attempts of one call share one deadline", { timeout: 30_000 }, async () => {
  const { create } = await pendingOrder();
  const signals = new Set<AbortSignal | null | undefined>();
  till.world.fetch = (_url, init) => {
    signals.add(init?.signal);
    return Promise.reject(new Error("Network connection lost."));
  };
  expect(await refusalOf(create())).toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  expect(signals.size).toBe(1);
  expect([...signals][0]).toBeInstanceOf(AbortSignal);
});
