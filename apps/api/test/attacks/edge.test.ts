import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBuiltWorker } from "../built-worker.ts";
import { type Till, somebody, startTill } from "../till.ts";

const shop = "https://shop.example";

let till: Till;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  till = await startTill();
  worker = await startBuiltWorker({ ...till.env, SANDBOX: "off", PUBLIC_ORIGIN: shop });
});
afterAll(async () => {
  await worker.stop();
  await till.stop();
});

/** Sends a request whose path and headers nobody makes tidy. */
async function send(path: string, headers: Record<string, string> = {}, method = "GET", body = "") {
  const { hostname, port } = worker.url;
  const asked = request({ hostname, port, path, method, headers });
  asked.end(body);
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const asPage = { accept: "text/html" };
const json = { "content-type": "application/json" };

test.each(["//", "///", "/\\", "/\\\\", "//evil.example/", "//evil.example/orders"])(
  "GET %s is not found, for programs and for browsers",
  async (path) => {
    for (const headers of [{}, asPage]) {
      const { status, body } = await send(path, headers);
      expect([status, body]).toEqual([404, expect.not.stringContaining("<html")]);
    }
    expect(worker.log()).not.toContain('"level":"error"');
  },
);

test.each(["/assets/none.js", "/assets/"])("%s is not there, and no cache keeps that", async (path) => {
  for (const headers of [{}, asPage]) {
    const answer = await send(path, headers);
    expect([answer.status, answer.headers["cache-control"]]).toEqual([404, "no-store"]);
  }
});

test("a file that is there is kept for a year", async () => {
  const { body } = await send("/", asPage);
  const [script = ""] = /\/assets\/[\w.-]+\.js/.exec(body) ?? [];
  const answer = await send(script);
  expect([answer.status, answer.headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
});

/** What an answer says to caches: how long, and what it depends on. */
const caching = ({ headers }: { headers: IncomingMessage["headers"] }) => [
  headers["cache-control"],
  (headers.vary ?? "").toLowerCase().split(/[\s,]+/),
];

test("a private answer of tRPC is no other caller's, in caches as in REST", async () => {
  const authorization = `Bearer ${await till.tokenOf(somebody())}`;
  const input = encodeURIComponent("{}");
  const own = ["private, no-cache", expect.arrayContaining(["authorization"])];
  expect(caching(await send(`/trpc/orders.list?input=${input}`, { authorization }))).toEqual(own);
  const batched = encodeURIComponent('{"0":{},"1":{}}');
  expect(caching(await send(`/trpc/orders.list,auth.me?batch=1&input=${batched}`, { authorization }))).toEqual(own);
  expect(caching(await send("/v1/orders", { authorization }))).toEqual(own);
  const never = ["no-store", expect.arrayContaining(["authorization"])];
  for (const refused of [
    await send(`/trpc/orders.list?input=${input}`),
    await send("/trpc/orders.create", { ...json, authorization }, "POST", "{}"),
    await send("/v1/orders"),
  ])
    expect(caching(refused)).toEqual(never);
});

test.each<[what: string, path: string, headers: Record<string, string>, method: string, body: string]>([
  ["another type", "/trpc/orders.create", { "content-type": "text/html" }, "POST", "<script>alert(1)</script>"],
  ["no type", "/trpc/orders.create", {}, "POST", "{}"],
  ["a broken escape", "/trpc/orders.get%zz", {}, "GET", ""],
  ["kinds mixed", "/trpc/auth.me,orders.create?batch=1", json, "POST", "{}"],
  ["broken parameters", "/trpc/auth.me?connectionParams=%7B%3Cscript%3E", {}, "GET", ""],
  ["a stream without a batch", "/trpc/auth.me", { "trpc-accept": "application/jsonl" }, "GET", ""],
])("what tRPC refuses before it has read it is JSON, and said to be: %s", async (_what, ...asked) => {
  const answer = await send(...asked);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.headers["content-type"]).toBe("application/json");
  expect(JSON.parse(answer.body)).toMatchObject({ error: { data: { refusal: { code: "VALIDATION_FAILED" } } } });
});

test("links lead to the shop, whatever host the request names", async () => {
  const host = { host: "evil.example", ...json };
  const customer = { ...host, authorization: `Bearer ${await till.tokenOf(somebody())}` };
  const staff = { ...host, authorization: `Bearer ${await till.tokenOf(somebody("staff"))}` };
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const placed = await send("/v1/orders", customer, "POST", JSON.stringify({ items, paymentMethod: "COD" }));
  const { id } = JSON.parse(placed.body) as { id: number };
  const collected = await send(`/v1/orders/${id}/collect`, staff, "POST");
  const { order } = JSON.parse(collected.body) as { order: { receiptUrl: string } };
  expect(order.receiptUrl).toMatch(/^https:\/\/shop\.example\/payments\/pay_\w+\/receipt$/);
  const page = await send("/", { ...host, ...asPage });
  expect(page.body).toContain(`property="og:url" content="${shop}/"`);
  expect(JSON.stringify([placed, collected, page])).not.toContain("evil.example");
});

test("a Worker without the sandbox and without an origin for its links does not start", async () => {
  await expect(startBuiltWorker({ ...till.env, SANDBOX: "off" })).rejects.toThrow(
    "Till is not configured. PUBLIC_ORIGIN is missing: links to receipts and payments begin with it. Set it to where customers reach Till",
  );
});
