import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { arrayBuffer } from "node:stream/consumers";
import { openTillStore } from "@till/db";
import { createShop } from "@till/db/setup";
import { TRPCClientError, createTRPCClient, httpLink } from "@trpc/client";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { tillClaim } from "../src/auth/session.ts";
import type { AppRouter } from "../src/index.ts";
import { startBuiltWorker } from "./built-worker.ts";
import { claimsOf, signToken } from "./login-service.ts";
import { refusalOf } from "./refusals.ts";
import { restRequest } from "./rest-way.ts";
import { routes } from "../src/rest/routes.ts";
import { type Till, somebody, startTill } from "./till.ts";

type Worker = Awaited<ReturnType<typeof startBuiltWorker>>;

let till: Till;
let way: Awaited<ReturnType<typeof startCountingWay>>;
let shopKey: string;
beforeAll(async () => {
  till = await startTill({ withTills: true });
  const connection = { url: databaseUrl(), authToken: till.connection.authToken };
  const shop = { id: "acme", name: "Acme" };
  ({ apiKey: shopKey } = await createShop(connection, openTillStore(connection, null, fetch), shop));
  way = await startCountingWay(till.connection.url);
});
afterAll(async () => {
  way.stop();
  await till.stop();
});

const databaseUrl = () => till.env["DATABASE_URL"] ?? "";

/** Starts a Worker on the same databases, until the tests of its group are over. */
function startWorker(variables: () => Record<string, string>): () => Worker {
  let worker: Worker;
  beforeAll(async () => {
    worker = await startBuiltWorker({ ...till.env, ...variables() });
  });
  afterAll(() => worker.stop());
  return () => worker;
}

/** Stands between a Worker and its databases, and counts the requests to each. */
async function startCountingWay(target: string) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { method = "", url: path = "", headers } = request;
      seen.push(path.split("/")[1] ?? "");
      const body = await arrayBuffer(request);
      const { authorization = "", "content-type": type = "" } = headers;
      const answer = await fetch(new URL(path, target), {
        method,
        headers: { authorization, "content-type": type },
        ...(body.byteLength > 0 && { body }),
      });
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/{till}/`,
    /** The tills whose databases were asked since it last began to count. */
    seen: () => seen,
    /** The tills whose databases were asked while this was done, a name for each request. */
    async askedBy(act: () => Promise<unknown>): Promise<string[]> {
      seen.length = 0;
      await act();
      return [...seen];
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function clientAt(url: URL, token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return createTRPCClient<AppRouter>({ links: [httpLink({ url, headers })] });
}

/** A token of the login service for a till. */
const tokenFor = (id: string, role: "customer" | "staff") =>
  signToken({ ...claimsOf(somebody(role)), [tillClaim]: id });

const ofTills = routes.filter(({ name }) => name.startsWith("sandbox.tills."));

/** Calls every procedure of tills over tRPC and REST: the statuses, and what is said. */
async function callTills(worker: Worker, token: string) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answers = [];
  for (const route of ofTills) {
    const input = /(?:create|list)$/.test(route.name) ? {} : { id: "acme" };
    const { path, init } = restRequest(route, input);
    const query = route.type === "query" ? `?input=${encodeURIComponent(JSON.stringify(input))}` : "";
    const body = route.type === "query" ? {} : { body: JSON.stringify(input) };
    for (const [address, request] of [
      [path, init],
      [`/trpc/${route.name}${query}`, { method: route.type === "query" ? "GET" : "POST", ...body }],
    ] as const) {
      const answer = await fetch(new URL(address, worker.url), { ...request, headers });
      answers.push({ address, status: answer.status, text: await answer.text() });
    }
  }
  return answers;
}

/** Asks for a till that there is, `acme`, by path and by header. */
async function askForTill(worker: Worker, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const asked = [
    ["/t/acme/v1/products", {}],
    ["/t/acme/v1/orders", { headers }],
    ["/t/acme/trpc/products.list?input={}", {}],
    ["/t/acme/", { headers: { accept: "text/html" } }],
    ["/t/acme/docs", {}],
    ["/t/acme/docs/api", {}],
    ["/t/acme/healthz", {}],
    ["/t/acme/readyz", {}],
    ["/t/acme/v1/openapi.json", {}],
    ["/v1/products", { headers: { Till: "acme" } }],
    ["/", { headers: { Till: "acme" } }],
  ] as const;
  return Promise.all(asked.map(async ([path, init]) => (await fetch(new URL(path, worker.url), init)).status));
}

describe.each([
  ["on", "There is only one till here."],
  ["off", "This is a feature of the sandbox, and the sandbox is off here."],
] as const)("with TILLS=single and SANDBOX=%s", (sandbox, sentence) => {
  const worker = startWorker(() => ({
    DATABASE_URL: till.connection.url,
    TILLS: "single",
    SANDBOX: sandbox,
    PUBLIC_ORIGIN: "https://till.test",
  }));

  test("no till can be made, listed, copied or deleted, even by staff", async () => {
    const before = await till.rows("SELECT id, state FROM tills");
    const answers = await callTills(worker(), await till.tokenOf(somebody("staff")));
    expect(answers).toHaveLength(10);
    for (const { text, ...answer } of answers) {
      expect(answer).toMatchObject({ status: 403 });
      expect(text).toContain(sentence);
    }
    expect(await till.rows("SELECT id, state FROM tills")).toEqual(before);
  });

  test("a till that there is does not answer, by path or by header", async () => {
    for (const token of [await tokenFor("acme", "staff"), shopKey])
      expect(await askForTill(worker(), token)).toEqual(Array(11).fill(404));
    expect((await fetch(new URL("/v1/products", worker().url))).status).toBe(200);
    expect((await fetch(new URL("/t/default/v1/products", worker().url))).status).toBe(200);
  });

  test("a token and a key of another till are nothing in the only one", async () => {
    for (const token of [await tokenFor("acme", "staff"), shopKey])
      expect(await refusalOf(clientAt(new URL("/trpc", worker().url), token).orders.list.query({}))).toMatchObject({
        code: "UNAUTHENTICATED",
      });
  });
});

describe("with TILLS=many and SANDBOX=off", () => {
  const worker = startWorker(() => ({
    DATABASE_URL: way.url,
    SANDBOX: "off",
    PUBLIC_ORIGIN: "https://till.test",
  }));
  const inAcme = (token?: string) => clientAt(new URL("/t/acme/trpc", worker().url), token);

  test("each procedure asks the database of its shop once, and no other", async () => {
    // Nothing below leaves work for after its answer, which would be counted too. The first call of a key does: it is noted.
    await way.askedBy(async () => {
      await inAcme(shopKey).orders.list.query({});
      await vi.waitFor(() => expect(way.seen()).toEqual(["acme", "acme"]), { timeout: 10_000 });
    });
    const customer = inAcme(await tokenFor("acme", "customer"));
    const staff = inAcme(shopKey);
    const calls: Record<string, () => Promise<unknown>> = {
      "products.list": () => inAcme().products.list.query({}),
      "products.get": () => inAcme().products.get.query({ id: 1 }),
      "orders.list": () => customer.orders.list.query({}),
      "orders.list of staff": () => staff.orders.list.query({}),
      "orders.quote": () => inAcme().orders.quote.query({ items: [{ productId: 1, quantity: 1 }] }),
      "orders.summary": () => staff.orders.summary.query({}),
      "orders.create, refused": () =>
        customer.orders.create.mutate({ items: [{ productId: 999, quantity: 1 }], paymentMethod: "COD" }),
      "orders.cancel, refused": () => customer.orders.cancel.mutate({ id: 999 }),
      "orders.collect by a key, refused": () => staff.orders.collect.mutate({ id: 999 }),
      "auth.me": () => customer.auth.me.query(),
      "orders.list of nobody": () => inAcme().orders.list.query({}),
    };
    const asked: Record<string, string[]> = {};
    for (const [name, call] of Object.entries(calls)) asked[name] = await way.askedBy(() => call().catch(refusedOnly));
    expect(asked).toEqual(Object.fromEntries(Object.keys(calls).map((name) => [name, ["acme"]])));
  });

  test("a shop that does not exist is not found, by one request to its database", async () => {
    const json = { "content-type": "application/json" };
    const asked = [
      ["/t/nobody/v1/products", {}],
      ["/t/nobody/v1/orders", {}],
      ["/t/nobody/v1/orders", { method: "POST", headers: json, body: "{}" }],
      ["/t/nobody/trpc/products.list?input={}", {}],
      ["/t/nobody/trpc/orders.create", { method: "POST", headers: json, body: "{}" }],
      ["/t/nobody/", { headers: { accept: "text/html" } }],
      ["/t/nobody/healthz", {}],
      ["/t/nobody/payments/pay_1/receipt", {}],
      ["/v1/products", { headers: { Till: "nobody" } }],
    ] as const;
    for (const [path, init] of asked) {
      let status = 0;
      const tills = await way.askedBy(async () => {
        ({ status } = await fetch(new URL(path, worker().url), init));
      });
      expect({ path, status, tills }).toEqual({ path, status: 404, tills: ["nobody"] });
    }
  });

  test("a shop sells, with its staff's key, and links lead to it", async () => {
    await addProduct("acme");
    const customer = inAcme(await tokenFor("acme", "customer"));
    const order = await customer.orders.create.mutate({
      items: [{ productId: 1, quantity: 1 }],
      paymentMethod: "COD",
    });
    expect(order).toMatchObject({ id: 1, status: "PENDING" });
    const { order: paid, payment } = await inAcme(shopKey).orders.collect.mutate({ id: order.id });
    const receiptUrl = `https://till.test/t/acme/payments/${payment.id}/receipt`;
    expect(paid).toMatchObject({ status: "PAID", receiptUrl });
    const path = receiptUrl.slice("https://till.test".length);
    expect((await fetch(new URL(path, worker().url))).status).toBe(200);
    expect((await fetch(new URL(path.replace("/t/acme", ""), worker().url))).status).toBe(404);
    expect(await till.rows("SELECT count(*) AS n FROM orders")).toEqual([{ n: 0 }]);
  });

  test("no till can be made, listed, copied or deleted, even by staff", async () => {
    for (const { status, text } of await callTills(worker(), await till.tokenOf(somebody("staff")))) {
      expect(status).toBe(403);
      expect(text).toContain("This is a feature of the sandbox, and the sandbox is off here.");
    }
  });
});

async function addProduct(id: string): Promise<void> {
  const sql = `INSERT INTO products (sku, name, description, unit_price, currency, stock) VALUES ('sku', 'Tea', 'Tea', 100, 'INR', 5)`;
  const answer = await fetch(new URL(`/${id}/v2/pipeline`, till.connection.url), {
    method: "POST",
    headers: { authorization: `Bearer ${till.connection.authToken}` },
    body: JSON.stringify({ requests: [{ type: "execute", stmt: { sql } }, { type: "close" }] }),
  });
  expect(await answer.json()).toMatchObject({ results: [{ type: "ok" }, {}] });
}

function refusedOnly(error: unknown): void {
  if (!(error instanceof TRPCClientError && error.data?.refusal)) throw error;
}
