import { listNamespaces } from "@till/libsql-local";
import { auditBy } from "./audit-all.ts";
import { newTill as makeTill, oneCoffee, tokenIn, withPeople } from "./own-till.ts";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { connectReceivers, receive } from "./receivers.ts";
import { refusalOf } from "./refusals.ts";
import { rounds } from "./rounds.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
  connectReceivers(till);
});
afterAll(() => till.stop());

const anybody = () => till.as(null);

async function newTill(input: Parameters<typeof makeTill>[1] = {}) {
  const made = await makeTill(till, input);
  onTestFinished(async () => {
    await anybody()
      .sandbox.tills.delete.mutate({ id: made.id })
      .catch(() => undefined);
  });
  return made;
}

/** The databases that there are, besides those of the default till and of the template. */
const databases = async () => (await listNamespaces(till.connection)).filter((name) => name !== "template");

test("a new till is a shop of its own, with its demo people signed in", async () => {
  const made = await newTill({ name: "Returns" });
  expect(made).toMatchObject({
    name: "Returns",
    url: `http://till.test/t/${made.id}`,
    trpcUrl: `http://till.test/t/${made.id}/trpc`,
    restUrl: `http://till.test/t/${made.id}/v1`,
  });
  expect(made.people.map(({ id, role }) => [id, role])).toEqual([
    ["usr_asha", "customer"],
    ["usr_ben", "customer"],
    ["usr_chen", "customer"],
    ["usr_meera", "staff"],
  ]);
  const placed = await made.asha.orders.create.mutate(oneCoffee);
  const { order, payment } = await made.asha.orders.pay.mutate({ id: placed.id });
  expect(order).toMatchObject({ id: 1, status: "PAID", receiptUrl: `${made.url}/payments/${payment.id}/receipt` });
  await till.settled();
  expect((await made.meera.notifications.list.query({})).items.map(({ status }) => status)).toContain("SENT");

  expect(await till.rows("SELECT count(*) AS n FROM orders")).toEqual([{ n: 0 }]);
  const { people: _people, asha: _asha, meera: _meera, ...shown } = made;
  expect(await anybody().sandbox.tills.get.query({ id: made.id })).toEqual(shown);
  expect((await anybody().sandbox.tills.list.query({})).items).toContainEqual(shown);
});

test("an empty till has people and nothing to sell", async () => {
  const made = await newTill({ empty: true });
  expect((await made.asha.products.list.query({})).items).toEqual([]);
  expect(made.people).toHaveLength(4);
  expect(await refusalOf(newTill({ empty: true, from: made.id }))).toMatchObject({
    code: "VALIDATION_FAILED",
    details: { issues: [{ field: "empty" }] },
  });
});

test("a fork is its source as it stands, and from then on they go their own ways", async () => {
  const source = await newTill();
  const { id } = await source.asha.orders.create.mutate(oneCoffee);
  const key = await source.meera.apiKeys.create.mutate({ name: "Of the source", role: "staff" });
  const fork = await anybody().sandbox.tills.fork.mutate({ id: source.id, name: "A branch" });
  const asha = withPeople(till, fork).asha;

  expect(await asha.orders.get.query({ id })).toMatchObject({ id, status: "PENDING" });
  await asha.orders.cancel.mutate({ id });
  await source.asha.orders.pay.mutate({ id });
  expect(await asha.orders.get.query({ id })).toMatchObject({ status: "CANCELLED" });
  expect(await source.asha.orders.get.query({ id })).toMatchObject({ status: "PAID" });
  expect(await refusalOf(till.withToken(key.key, fork.url).orders.list.query({}))).toMatchObject({
    code: "UNAUTHENTICATED",
  });
  expect((await withPeople(till, fork).meera.apiKeys.list.query({})).items).toEqual([]);
  await anybody().sandbox.tills.delete.mutate({ id: fork.id });
});

test("a webhook of a till carries the addresses of that till, and a fork's those of the fork", async () => {
  const source = await newTill();
  const url = `https://${crypto.randomUUID()}.example/hooks`;
  const received = receive(url, () => new Response());
  await source.meera.webhooks.endpoints.create.mutate({ url, eventTypes: ["order.paid"] });
  const { id } = await source.asha.orders.create.mutate(oneCoffee);
  const fork = await newTill({ from: source.id });
  for (const { asha } of [source, fork]) {
    await asha.orders.pay.mutate({ id });
    await till.settled();
  }
  const links = received.map(
    ({ body }) => (JSON.parse(body) as { data: { order: { receiptUrl: string } } }).data.order.receiptUrl,
  );
  expect(links.map((link) => link.slice(0, link.indexOf("/payments")))).toEqual([source.url, fork.url]);
});

test("a deleted till is gone, with its database", async () => {
  const made = await newTill();
  expect(await databases()).toContain(made.id);
  expect(await anybody().sandbox.tills.delete.mutate({ id: made.id })).toEqual({ id: made.id });
  expect(await databases()).not.toContain(made.id);
  const gone = { code: "TILL_NOT_FOUND", status: 404, details: { till: made.id } };
  expect(await refusalOf(made.asha.orders.list.query({}))).toMatchObject(gone);
  expect(await refusalOf(anybody().sandbox.tills.get.query({ id: made.id }))).toMatchObject(gone);
  expect(await refusalOf(anybody().sandbox.tills.delete.mutate({ id: made.id }))).toMatchObject(gone);
  expect(await refusalOf(anybody().sandbox.tills.fork.mutate({ id: made.id }))).toMatchObject(gone);
  expect(await databases()).not.toContain(made.id);
});

describe("which till a request is for", () => {
  test("the header does what the path does", async () => {
    const made = await newTill();
    const token = made.people[0]?.token ?? "";
    await made.asha.orders.create.mutate(oneCoffee);
    const authorization = `Bearer ${token}`;
    for (const [path, headers] of [
      [`/t/${made.id}/v1/orders`, { authorization }],
      ["/v1/orders", { authorization, Till: made.id }],
      [`/t/${made.id}/v1/orders`, { authorization, Till: made.id }],
    ] as const) {
      const response = await till.request(path, { headers });
      expect([response.status, ((await response.json()) as { items: unknown[] }).items.length]).toEqual([200, 1]);
      expect(response.headers.get("vary")).toContain("Till");
    }
  });

  test("a path and a header that disagree are refused", async () => {
    const made = await newTill();
    const response = await till.request(`/t/${made.id}/v1/products`, { headers: { Till: "default" } });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: "VALIDATION_FAILED", detail: "Till must name the till of the path, or be left out." },
    ]);
  });

  test("/t/default is the default till", async () => {
    expect((await till.request("/t/default/v1/products")).status).toBe(200);
    expect((await till.request("/v1/products", { headers: { Till: "default" } })).status).toBe(200);
  });

  test("dots are gone before anybody looks, as in every URL", async () => {
    for (const dots of ["..", "%2e%2e"]) expect((await till.request(`/t/${dots}/v1/products`)).status).toBe(200);
    expect((await till.request("/v1/products", { headers: { Till: ".." } })).status).toBe(404);
  });

  test.each([
    "%2f",
    "a%2fb",
    "",
    "%20",
    "UPPER",
    "a".repeat(64),
    "ünï",
    "%C3%BC",
    "-a",
    "a-",
    "a_b",
    "template",
    "127",
    "{till}",
    "%7Btill%7D",
    "evil.example",
    "http:%2f%2fevil.example",
    "a@evil.example",
    "$&",
    "no-such-till",
  ])("%j is no till", async (id) => {
    const before = await databases();
    const response = await till.request(`/t/${id}/v1/products`);
    expect(response.status).toBe(404);
    expect(await databases()).toEqual(before);
    if (/^[\x21-\x7e]+$/.test(id)) {
      const named = await till.request("/v1/products", { headers: { Till: id } });
      expect([named.status, ((await named.json()) as { code: string }).code]).toEqual([404, "TILL_NOT_FOUND"]);
    }
  });
});

test.each([
  ["GET", "/"],
  ["GET", "/orders/1"],
  ["GET", "/v1/products"],
  ["GET", "/v1/openapi.json"],
  ["GET", "/v1/me"],
  ["GET", "/v1/nothing"],
  ["GET", "/docs"],
  ["GET", "/docs/api"],
  ["GET", "/healthz"],
  ["GET", "/readyz"],
  ["GET", "/payments/pay_1/receipt"],
  ["GET", "/payments/pay_1/confirm"],
  ["GET", "/trpc/orders.list"],
  ["POST", "/trpc/orders.create"],
  ["POST", "/v1/orders"],
  ["POST", "/v1/sandbox/sessions"],
])("%s %s of an unknown till is not found, by one request to its database", async (method, path) => {
  const before = till.world.databaseRequests;
  const headers = { "content-type": "application/json", accept: "text/html" };
  const response = await till.request(`/t/nobody-has-this${path}`, {
    method,
    headers,
    ...(method === "POST" && { body: "{}" }),
  });
  expect(response.status).toBe(404);
  expect(till.world.databaseRequests - before).toBe(1);
});

/** A test suite in a till of its own: five orders, paid and partly refunded. */
async function suite(number: number) {
  const made = await newTill({ name: `Suite ${number}` });
  const url = `https://suite-${number}-${crypto.randomUUID()}.example/hooks`;
  const received = receive(url, () => new Response());
  await made.meera.webhooks.endpoints.create.mutate({ url, eventTypes: ["order.created", "order.paid"] });
  const stock = async () => (await made.asha.products.get.query({ id: 2 })).stock ?? 0;
  const before = await stock();
  for (let index = 0; index < 5; index += 1) {
    const { id } = await made.asha.orders.create.mutate({ ...oneCoffee, items: [{ productId: 2, quantity: 1 }] });
    expect(id).toBe(index + 1);
    await made.asha.orders.pay.mutate({ id });
    await made.meera.orders.refund.mutate({ id, amount: 100 });
    await made.asha.orders.timeline.query({ id });
  }
  return { made, url, received, before, stock };
}

test("an audit of a till comes to its end, and leaves out no code and no product", async () => {
  const { asha, meera } = await newTill();
  await asha.orders.create.mutate(oneCoffee);
  const { pieces, checked, differences } = await auditBy(meera);
  const sum = (of: "checkedCodes" | "checkedProducts") => pieces.reduce((so, piece) => so + piece[of], 0);
  expect([checked, differences]).toEqual([1, []]);
  expect(sum("checkedCodes")).toBe((await meera.discounts.list.query({ limit: 100 })).items.length);
  expect(sum("checkedProducts")).toBe((await meera.products.list.query({ limit: 100 })).items.length);
});

describe("what belongs to one till is nothing in another", () => {
  test("tokens, keys, cursors, idempotency keys, receipts and ids", async () => {
    const [a, b] = [await newTill(), await newTill()];
    const token = tokenIn(a, "usr_meera");
    const { key } = await a.meera.apiKeys.create.mutate({ name: "Of A", role: "staff" });
    const idempotencyKey = "once";
    const first = await a.asha.orders.create.mutate({ ...oneCoffee, idempotencyKey });
    const { payment } = await a.asha.orders.pay.mutate({ id: first.id });
    await a.asha.orders.create.mutate(oneCoffee);

    for (const stolen of [token, key])
      for (const url of [b.url, "http://till.test"])
        expect(await refusalOf(till.withToken(stolen, url).orders.list.query({}))).toMatchObject({ status: 401 });
    const ofLoginService = await till.tokenOf({
      id: "usr_asha",
      role: "staff",
      name: "Asha",
      email: null,
      phone: null,
    });
    expect(await refusalOf(till.withToken(ofLoginService, b.url).orders.list.query({}))).toMatchObject({ status: 401 });

    const { nextCursor } = await a.meera.orders.list.query({ limit: 1 });
    expect(nextCursor).not.toBeNull();
    expect((await a.meera.orders.list.query({ cursor: nextCursor ?? "" })).items).toHaveLength(1);
    const refused = { code: "VALIDATION_FAILED", details: { issues: [{ field: "cursor" }] } };
    expect(await refusalOf(b.meera.orders.list.query({ cursor: nextCursor ?? "" }))).toMatchObject(refused);
    expect(await refusalOf(anybody().products.list.query({ cursor: nextCursor ?? "" }))).toMatchObject(refused);

    const other = await b.asha.orders.create.mutate({ ...oneCoffee, idempotencyKey });
    expect(other.status).toBe("PENDING");
    expect((await till.request(`/t/${a.id}/payments/${payment.id}/receipt`)).status).toBe(200);
    for (const prefix of [`/t/${b.id}`, ""])
      expect((await till.request(`${prefix}/payments/${payment.id}/receipt`)).status).toBe(404);
    expect(await refusalOf(b.asha.orders.get.query({ id: 2 }))).toMatchObject({ code: "ORDER_NOT_FOUND" });
  });

  test("suites in parallel, each in a till of its own, see nothing of each other", async () => {
    const suites = await Promise.all(Array.from({ length: rounds(64, 8) }, (_, index) => suite(index)));
    await till.settled();
    for (const { made, url, received, before, stock } of suites) {
      expect(before - (await stock())).toBe(5);
      expect((await made.meera.orders.list.query({})).items).toHaveLength(5);
      const messages = await made.meera.notifications.list.query({ limit: 100 });
      expect(new Set(messages.items.map(({ orderId }) => orderId))).toEqual(new Set([1, 2, 3, 4, 5]));
      expect(received.every((one) => one.url === url)).toBe(true);
      expect(received.map(({ body }) => (JSON.parse(body) as { type: string }).type).toSorted()).toEqual([
        ...Array<string>(5).fill("order.created"),
        ...Array<string>(5).fill("order.paid"),
      ]);
      await anybody().sandbox.tills.delete.mutate({ id: made.id });
    }
    const left = await databases();
    expect(suites.filter(({ made }) => left.includes(made.id))).toEqual([]);
  }, 600_000);
});
