import { limiter } from "./limiter.ts";
import { fileURLToPath } from "node:url";
import { limits } from "@till/contracts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { unstable_readConfig as readConfig } from "wrangler";
import { type Till, somebody, startTill } from "./till.ts";

interface RateLimit {
  readonly name: string;
  readonly simple: { readonly limit: number; readonly period: number };
}

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

beforeEach(() => {
  till.world.bindings = {};
});

const json = { "content-type": "application/json" };

test.each(["with its length", "in pieces"])("a body that is too large, %s, is refused unread", async (how) => {
  const text = JSON.stringify({ id: 1, reason: "x".repeat(limits.bodyBytes) });
  const body = how === "in pieces" ? new Blob([text]).stream() : text;
  const headers = how === "in pieces" ? json : { ...json, "content-length": String(text.length) };
  const init = { method: "POST", headers, body, duplex: "half" } as RequestInit;
  const response = await till.request("/trpc/orders.cancel", init);
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({
    error: { data: { refusal: { code: "PAYLOAD_TOO_LARGE", details: { limit: limits.bodyBytes } } } },
  });
});

const askWhoAmI = (calls: number, comma = ",") =>
  till.request(`/trpc/${Array.from({ length: calls }, () => "auth.me").join(comma)}?batch=1&input=%7B%7D`);

test("one request may carry so many calls", async () => {
  expect((await askWhoAmI(limits.batchCalls)).status).toBe(200);
  const refused = await askWhoAmI(limits.batchCalls + 1);
  expect(refused.status).toBe(413);
  expect(await refused.json()).toMatchObject(
    Array.from({ length: limits.batchCalls + 1 }, () => ({
      error: { data: { refusal: { code: "PAYLOAD_TOO_LARGE" } } },
    })),
  );
});

test.each([
  ["escaped commas", "auth.me%2Cauth.me%2C"],
  ["escaped commas in lower case", "auth.me%2cauth.me%2c"],
  ["commas of both kinds", "auth.me,auth.me%2C"],
])("calls are counted as tRPC reads them: %s part them too", async (_what, two) => {
  const response = await till.request(`/trpc/${two.repeat(100)}auth.me?batch=1&input=%7B%7D`);
  expect(response.status).toBe(413);
});

test("so many calls may come with escaped commas too, and one more is refused", async () => {
  const most = await askWhoAmI(limits.batchCalls, "%2C");
  expect([most.status, await most.json()]).toMatchObject([200, { length: limits.batchCalls }]);
  expect((await askWhoAmI(limits.batchCalls + 1, "%2C")).status).toBe(413);
});

test("a request without a batch is one call, even with commas in its path", async () => {
  const response = await till.request(`/trpc/${"a,".repeat(limits.batchCalls)}a`);
  expect(response.status).toBe(404);
});

test("an address that asks too often is told when to come back, before anybody looks at its token", async () => {
  const counted = limiter(2);
  till.world.bindings = { RATE_LIMIT_ADDRESS: counted };
  const ask = (address: string) => till.request("/trpc/auth.me", { headers: { "cf-connecting-ip": address } });
  expect([(await ask("192.0.2.1")).status, (await ask("192.0.2.1")).status]).toEqual([200, 200]);
  const refused = await ask("192.0.2.1");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, String(limits.rates.periodSeconds)]);
  expect(await refused.json()).toMatchObject({ error: { data: { refusal: { code: "RATE_LIMITED" } } } });
  expect((await ask("192.0.2.2")).status).toBe(200);
  expect([...counted.counts.keys()]).toEqual(["192.0.2.1", "192.0.2.2"]);
});

test("a caller who calls too often is refused, each call of a batch counted; others are not", async () => {
  till.world.bindings = { RATE_LIMIT_CALLER: limiter(3) };
  const [one, another] = [await till.tokenOf(somebody()), await till.tokenOf(somebody())];
  const ask = (token: string, calls = 1) =>
    till.request(
      `/trpc/${Array.from({ length: calls }, () => "orders.list").join(",")}?batch=1&input=${encodeURIComponent(JSON.stringify(Object.fromEntries(Array.from({ length: calls }, (_, index) => [index, {}]))))}`,
      {
        headers: { authorization: `Bearer ${token}` },
      },
    );
  expect((await ask(one, 3)).status).toBe(200);
  const refused = await ask(one);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, String(limits.rates.periodSeconds)]);
  expect((await ask(another)).status).toBe(200);
});

test("a key is counted by itself: who knows its id uses up nothing of it", async () => {
  const counted = limiter(100);
  const { key } = await till.as(somebody("staff")).apiKeys.create.mutate({ name: "Export", role: "staff" });
  till.world.bindings = { RATE_LIMIT_CALLER: counted };
  await till.withToken(key).orders.list.query({});
  await till
    .withToken(key.replace(/.{5}$/, "zzzzz"))
    .orders.list.query({})
    .catch(() => null);
  expect(counted.counts.size).toBe(2);
  expect([...counted.counts.keys()].join()).not.toContain(key.slice(9, 29));
});

test("the Worker's configuration has the limits that the contract tells", () => {
  const { ratelimits } = readConfig({ config: fileURLToPath(new URL("../wrangler.jsonc", import.meta.url)) });
  const { periodSeconds: period, perAddress, perCaller, perReceipt, perGatewayAddress } = limits.rates;
  expect(Object.fromEntries(ratelimits.map(({ name, simple }: RateLimit) => [name, simple]))).toEqual({
    RATE_LIMIT_ADDRESS: { limit: perAddress, period },
    RATE_LIMIT_CALLER: { limit: perCaller, period },
    RATE_LIMIT_RECEIPT: { limit: perReceipt, period },
    RATE_LIMIT_GATEWAY_ADDRESS: { limit: perGatewayAddress, period },
  });
});

test("where the limits are switched off, nobody is counted", async () => {
  const free = await startTill({ variables: { RATE_LIMITS: "off" } });
  const counted = limiter(0);
  free.world.bindings = { RATE_LIMIT_ADDRESS: counted, RATE_LIMIT_CALLER: counted };
  expect((await free.as(somebody()).orders.list.query({})).items).toEqual([]);
  expect(counted.counts.size).toBe(0);
  await free.stop();
});
