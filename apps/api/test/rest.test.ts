import { type Product, limits } from "@till/contracts";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { paths, routes } from "../src/rest/routes.ts";
import { appRouter } from "../src/router.ts";
import { expectDocumented } from "./rest-document.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let token: string;
let productId: number;
beforeAll(async () => {
  till = await startTill();
  token = await till.tokenOf(somebody());
  productId = await till.addProduct({ stock: 1000 });
});
afterEach(() => {
  till.world.fetch = fetch;
  till.world.bindings = {};
});
afterAll(() => till.stop());

const basket = () => ({ items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE" });

/** Asks a route, as a customer unless other headers are given. The answer has to be what the document says. */
async function ask(route: string, { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {}) {
  const [method = "", path = ""] = route.split(" ");
  const response = await till.request(path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  await expectDocumented({ method, path }, response);
  return response;
}

const json = async <Value>(response: Response) => (await response.json()) as Value;

const place = async () => (await json<{ id: number }>(await ask("POST /v1/orders", { body: basket() }))).id;

test("every procedure is a route of its own", () => {
  expect(routes.map(({ name }) => name).toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
  const all = routes.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(all).size).toBe(all.length);
});

test("what is created is found at its Location", async () => {
  const created = await ask("POST /v1/orders", { body: basket() });
  expect(created.status).toBe(201);
  const found = await ask(`GET ${created.headers.get("location")}`);
  expect(await found.json()).toEqual(await created.json());
});

test("a key in the header Idempotency-Key makes a repeat harmless", async () => {
  const headers = { "idempotency-key": crypto.randomUUID() };
  const first = await ask("POST /v1/orders", { headers, body: basket() });
  const repeat = await ask("POST /v1/orders", { headers, body: basket() });
  expect(repeat.status).toBe(201);
  expect(await repeat.json()).toEqual(await first.json());
  const other = await ask("POST /v1/orders", { headers, body: { ...basket(), paymentMethod: "COD" } });
  expect([other.status, (await json<{ code: string }>(other)).code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
});

test("a product is written under its SKU with the SKU in the body too, and with a key, which changes nothing", async () => {
  const headers = { authorization: `Bearer ${await till.tokenOf(somebody("staff"))}`, "idempotency-key": "k" };
  const product = { sku: "CUP/1", name: "Cup", unitPrice: 100, currency: "INR" };
  const put = (body: object) => ask("PUT /v1/products/CUP%2F1", { headers, body });
  const [written, again] = [await put(product), await put({ ...product, unitPrice: 200 })];
  expect([written.status, again.status, await again.json()]).toMatchObject([200, 200, { ...product, unitPrice: 200 }]);
  expect(await json(await put({ ...product, sku: "CUP" }))).toMatchObject(
    invalid("sku must be as in the path, or be left out."),
  );
});

test("the header Link leads through all pages of a list", async () => {
  const seen: number[] = [];
  let next: string | undefined = "/v1/products?limit=2&search=linked";
  const ids = [];
  for (let count = 0; count < 5; count += 1) ids.push(await till.addProduct({ name: "Linked product" }));
  for (let pages = 0; next !== undefined && pages < 10; pages += 1) {
    const response = await ask(`GET ${next}`);
    seen.push(...(await json<{ items: Product[] }>(response)).items.map(({ id }) => id));
    next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get("link") ?? "")?.[1];
  }
  expect(seen).toEqual(ids);
});

test("an order that is still the same is not sent again", async () => {
  const id = await place();
  const first = await ask(`GET /v1/orders/${id}`);
  const headers = { "if-none-match": first.headers.get("etag") ?? "" };
  const same = await ask(`GET /v1/orders/${id}`, { headers });
  expect([same.status, await same.text()]).toEqual([304, ""]);
  await ask(`POST /v1/orders/${id}/cancel`);
  const changed = await ask(`GET /v1/orders/${id}`, { headers });
  expect(changed.status).toBe(200);
  expect(changed.headers.get("etag")).not.toBe(headers["if-none-match"]);
});

test("another caller's answer has another ETag, and nothing between keeps it", async () => {
  const id = await place();
  const own = await ask(`GET /v1/orders/${id}`);
  const staff = await ask(`GET /v1/orders/${id}`, {
    headers: { authorization: `Bearer ${await till.tokenOf(somebody("staff"))}` },
  });
  expect(staff.headers.get("etag")).not.toBe(own.headers.get("etag"));
  expect(own.headers.get("cache-control")).toBe("private, no-cache");
  expect(own.headers.get("vary")).toContain("Authorization");
});

test("HEAD answers as GET does, without a body", async () => {
  const response = await ask("HEAD /v1/products");
  expect([response.status, await response.text()]).toEqual([200, ""]);
  expect(response.headers.get("etag")).toMatch(/^"\w{32}"$/);
});

test.each(paths)("%s names its methods to who uses another", async (path, methods) => {
  const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((one) => !allowed.includes(one))) {
    const response = await ask(`${method} ${path.replace(/\{\w+\}/, "1")}`);
    expect([response.status, response.headers.get("allow")]).toEqual([405, allowed.join(", ")]);
    expect((await json<{ code: string }>(response)).code).toBe("METHOD_NOT_ALLOWED");
  }
});

test("a caller without a token is told how to come back", async () => {
  const response = await ask("GET /v1/orders", { headers: { authorization: "" } });
  expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
});

const invalid = (detail: string, status = 400) => ({ status, code: "VALIDATION_FAILED", detail });

/** Requests that are wrong, with the problem that each gets. */
const mistakes: Record<string, [string, Parameters<typeof ask>[1], { status: number; code: string; detail?: string }]> =
  {
    "an unknown address": [
      "GET /v1/nothing",
      {},
      { status: 404, code: "NOT_FOUND", detail: "There is nothing at /v1/nothing." },
    ],
    "the address of no version": ["GET /orders/1", {}, { status: 404, code: "NOT_FOUND" }],
    "broken JSON": ["POST /v1/orders", { body: '{"items":' }, invalid("The input must be valid JSON.")],
    "no JSON": [
      "POST /v1/orders",
      { body: "items=1", headers: { "content-type": "application/x-www-form-urlencoded" } },
      invalid("The input must come with the header Content-Type: application/json.", 415),
    ],
    "no body": ["POST /v1/orders", {}, invalid("items is missing. paymentMethod must be one of COD, ONLINE.")],
    "a list as body": ["POST /v1/orders", { body: [] }, invalid("The input must be an object.")],
    "a list as body, beside a path": [
      "POST /v1/orders/1/cancel",
      { body: [] },
      invalid("The input must be an object."),
    ],
    "an unknown field": [
      "POST /v1/orders/1/cancel",
      { body: { why: "" } },
      invalid('The input must not have the unknown key "why" (known: id, reason, idempotencyKey).'),
    ],
    "another id in the body than in the path": [
      "POST /v1/orders/1/cancel",
      { body: { id: 2 } },
      invalid("id must be as in the path, or be left out."),
    ],
    "a key in the body": [
      "POST /v1/orders/1/cancel",
      { body: { idempotencyKey: "k" } },
      invalid("idempotencyKey must be sent as the header Idempotency-Key."),
    ],
    "a key that does nothing": [
      "POST /v1/orders/1/confirm",
      { body: { paymentId: "pay_x", outcome: "COMPLETE" }, headers: { "idempotency-key": "k" } },
      invalid("idempotencyKey must be left out: this route takes no header Idempotency-Key."),
    ],
    "an empty key": [
      "POST /v1/orders/1/cancel",
      { headers: { "idempotency-key": "" } },
      invalid("idempotencyKey must have at least 1 character."),
    ],
    "an id that is no number": ["GET /v1/orders/one", {}, invalid("id must be a whole number from 1 up, such as 42.")],
    "an id of 0": ["GET /v1/orders/0", {}, invalid("id must be a whole number from 1 up, such as 42.")],
    "an id in hexadecimal": ["GET /v1/orders/0x1", {}, invalid("id must be a whole number from 1 up, such as 42.")],
    "an id beyond the numbers": ["GET /v1/orders/99999999999999999999", {}, { status: 400, code: "VALIDATION_FAILED" }],
    "an unknown parameter": [
      "GET /v1/orders?state=PAID",
      {},
      invalid(
        'The input must not have the unknown key "state" (known: status, paymentMethod, createdFrom, createdTo, paidFrom, paidTo, updatedSince, reference, userId, search, cursor, limit).',
      ),
    ],
    "an unknown parameter where none is known": [
      "GET /v1/me?x=1",
      {},
      invalid("x is unknown here: this route takes no input."),
    ],
    "a field where none is known": [
      "POST /v1/sandbox/reset",
      { body: { everything: true } },
      invalid("everything is unknown here: this route takes no input."),
    ],
    "no JSON where nothing is taken": [
      "POST /v1/sandbox/reset",
      { body: "all", headers: { "content-type": "text/plain" } },
      invalid("The input must come with the header Content-Type: application/json.", 415),
    ],
    "a key where nothing is taken": [
      "POST /v1/sandbox/reset",
      { headers: { "idempotency-key": "k" } },
      invalid("idempotencyKey is unknown here: this route takes no input."),
    ],
    "a parameter given twice": ["GET /v1/orders?limit=1&limit=2", {}, invalid("limit must be given once.")],
    "a parameter that is empty": [
      "GET /v1/orders?limit=",
      {},
      invalid(`limit must be a whole number from 1 to ${limits.pageSize.max}.`),
    ],
    "a query beside a body": [
      "POST /v1/orders?dry=1",
      { body: {} },
      invalid("dry must not be in the query: this route takes its input as a JSON body."),
    ],
    "a body that is too large": [
      "POST /v1/orders",
      { body: " ".repeat(limits.bodyBytes + 1) },
      { status: 413, code: "PAYLOAD_TOO_LARGE" },
    ],
    "a parameter of the health route": [
      "GET /healthz?x=1",
      {},
      invalid("x is unknown here: this route takes no input."),
    ],
  };

test.each(Object.entries(mistakes))("%s is a problem that says what to do", async (_name, [route, init, problem]) => {
  const response = await ask(route, init);
  const answer = await json<{ type: string; requestId: string }>(response);
  expect(answer).toMatchObject(problem);
  expect(response.status).toBe(problem.status);
  expect(answer.type).toBe(`/docs/problems#${problem.code.toLowerCase().replaceAll("_", "-")}`);
  expect(answer.requestId).toBe(response.headers.get("x-request-id"));
});

test("who may not call a route learns nothing of its input", async () => {
  const response = await ask("POST /v1/orders/1/refunds", { body: '{"amount":' });
  expect((await json<{ code: string }>(response)).code).toBe("FORBIDDEN");
});

test("a caller who asks too often is told when to come back", async () => {
  till.world.bindings = { RATE_LIMIT_CALLER: { limit: async () => ({ success: false }) } };
  const response = await ask("GET /v1/orders");
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, String(limits.rates.periodSeconds)]);

  till.world.bindings = { RATE_LIMIT_ADDRESS: { limit: async () => ({ success: false }) } };
  const crowd = await ask("GET /v1/products", { headers: { "cf-connecting-ip": "192.0.2.1" } });
  expect([crowd.status, crowd.headers.get("retry-after")]).toEqual([429, String(limits.rates.periodSeconds)]);
});

test("a database that stays out of reach is a problem that says to try again", async () => {
  till.world.fetch = () => Promise.reject(new Error("Network connection lost."));
  for (const route of ["GET /v1/orders", "GET /readyz"]) {
    const response = await ask(route);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    expect((await json<{ code: string }>(response)).code).toBe("DATABASE_UNAVAILABLE");
  }
  expect((await ask("GET /healthz")).status).toBe(200);
});

test("a database that was not migrated is not ready", async () => {
  expect((await ask("GET /readyz")).status).toBe(200);
  till.world.fetch = async () => Response.json({ message: "no such table: products", code: "SQL" }, { status: 400 });
  expect((await ask("GET /readyz")).status).toBe(503);
});

test("an unexpected fault answers with the request's id and no word of the inside", async () => {
  till.world.fetch = async () =>
    Response.json({ message: "no such table: secret_table", code: "SQL" }, { status: 400 });
  const response = await ask("GET /v1/orders/1");
  const body = await response.text();
  expect(response.status).toBe(500);
  expect(body).toContain(`request id ${response.headers.get("x-request-id")}`);
  expect(body).not.toContain("secret_table");
  expect(body).not.toContain("stack");
});
