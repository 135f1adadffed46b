import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Till, startTill } from "./till.ts";

const shop = "https://shop.example";

let till: Till;
let closed: Till;
beforeAll(async () => {
  [till, closed] = await Promise.all([
    startTill({ variables: { CORS_ORIGINS: `${shop}, http://localhost:5173` } }),
    startTill(),
  ]);
});
afterAll(() => Promise.all([till.stop(), closed.stop()]));

test.each([
  ["an answer of tRPC", "/trpc/auth.me"],
  ["a refusal of tRPC", "/trpc/orders.get"],
  ["a page", "/payments/pay_none/receipt"],
  ["nothing at all", "/nothing"],
  ["a sign of life", "/healthz"],
])("%s has the headers that protect its reader", async (_what, path) => {
  const { headers } = await till.request(path);
  expect(Object.fromEntries(headers)).toMatchObject({
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "content-security-policy": expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'/),
    "referrer-policy": expect.stringMatching(/^(strict-origin-when-cross-origin|no-referrer)$/),
    "x-request-id": expect.stringMatching(/^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/),
  });
  expect(headers.get("content-security-policy")).not.toMatch(/script-src[^;]*unsafe/);
  expect(headers.get("set-cookie")).toBeNull();
});

test("the bank's question may be framed by the shops that may call, and by nobody else", async () => {
  const { headers } = await till.request("/payments/pay_none/confirm");
  expect(headers.get("content-security-policy")).toContain(`frame-ancestors 'self' ${shop} http://localhost:5173;`);
  expect((await closed.request("/payments/pay_none/confirm")).headers.get("content-security-policy")).toContain(
    "frame-ancestors 'self';",
  );
});

const ask = (where: Till, origin: string) => where.request("/trpc/auth.me", { headers: { origin } });
const preflight = (where: Till, origin: string) =>
  where.request("/trpc/orders.create", {
    method: "OPTIONS",
    headers: {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type",
    },
  });

test("pages of the origins that are allowed may call", async () => {
  expect((await ask(till, shop)).headers.get("access-control-allow-origin")).toBe(shop);
  const { headers, status } = await preflight(till, shop);
  expect(status).toBe(204);
  expect(headers.get("access-control-allow-origin")).toBe(shop);
  expect(headers.get("access-control-allow-headers")).toContain("Authorization");
  expect(headers.get("access-control-allow-credentials")).toBeNull();
});

test("pages of other origins may not, and where none is allowed, none may", async () => {
  for (const [where, origin] of [
    [till, "https://shop.example.evil.example"],
    [till, "null"],
    [closed, shop],
  ] as const)
    for (const response of [await ask(where, origin), await preflight(where, origin)])
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
});

test.each<[what: string, path: string, status: number, init?: { method?: string; headers?: Record<string, string> }]>([
  ["an answer", "/v1/products", 200],
  ["a 304", "/v1/products", 304, { headers: { "if-none-match": "*" } }],
  ["a refusal", "/v1/orders/1", 401],
  ["a wrong method", "/v1/products", 405, { method: "DELETE" }],
  ["nothing at all", "/v1/nothing", 404],
  ["an answer of tRPC", "/trpc/auth.me", 200],
  ["a refusal of tRPC", "/trpc/orders.get?input=%7B%22id%22%3A1%7D", 401],
])("a page of an allowed origin can read %s of the API", async (_what, path, status, init) => {
  const response = await till.request(path, { ...init, headers: { ...init?.headers, origin: shop } });
  expect(response.status).toBe(status);
  expect(response.headers.get("access-control-allow-origin")).toBe(shop);
  expect(response.headers.get("access-control-expose-headers")).toContain("ETag");
  expect(response.headers.get("vary")).toContain("Origin");
});

test("a preflight allows every header that a client of Till or its tracing sends", async () => {
  const allowed = (await preflight(till, shop)).headers.get("access-control-allow-headers")?.toLowerCase().split(",");
  for (const name of ["authorization", "content-type", "idempotency-key", "if-none-match"])
    expect(allowed).toContain(name);
  // https://www.w3.org/TR/trace-context/ and https://www.w3.org/TR/baggage/
  for (const name of ["traceparent", "tracestate", "baggage"]) expect(allowed).toContain(name);
});

const localOrigins = ["http://localhost:3000", "https://localhost", "http://127.0.0.1:5173", "http://[::1]:4000"];

test("where the sandbox is on, pages of this machine may call; pages that only look like it may not", async () => {
  for (const origin of localOrigins)
    for (const response of [await ask(closed, origin), await preflight(closed, origin)])
      expect(response.headers.get("access-control-allow-origin")).toBe(origin);
  for (const origin of ["http://localhost.evil.example", "http://127.0.0.1.evil.example", "file://localhost", "null"])
    for (const response of [await ask(closed, origin), await preflight(closed, origin)])
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
});

test("where the sandbox is off, pages of this machine may not call unless they are listed", async () => {
  const live = await startTill({ variables: { SANDBOX: "off", CORS_ORIGINS: "http://localhost:5173" } });
  onTestFinished(() => live.stop());
  for (const origin of localOrigins)
    for (const response of [await ask(live, origin), await preflight(live, origin)])
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
  expect((await ask(live, "http://localhost:5173")).headers.get("access-control-allow-origin")).toBe(
    "http://localhost:5173",
  );
});
