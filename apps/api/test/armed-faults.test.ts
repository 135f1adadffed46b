import { newTill as makeTill, tokenIn } from "./own-till.ts";
import { type ArmFaultInput, type ArmedFaultKind, armedFaultKinds, limits } from "@till/contracts";
import { httpBatchLink, createTRPCClient } from "@trpc/client";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AppRouter } from "../src/router.ts";
import { refusalOf } from "./refusals.ts";
import { restRequest } from "./rest-way.ts";
import { routeOf } from "./route-of.ts";
import { type Till, startTill } from "./till.ts";
import { trpcRequest } from "./trpc-request.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({ withTills: true });
});
beforeEach(() => {
  till.world.fetch = fetch;
});
afterAll(() => till.stop());

type Arming = Omit<ArmFaultInput, "nth" | "times"> & Partial<ArmFaultInput>;

/** A till of its own, with a customer, staff, and what a request is answered. */
async function newTill() {
  const made = await makeTill(till);
  const { asha } = made;
  const { faults } = asha.sandbox;
  /** Sends a call of a procedure, and answers with its response. */
  const ask = (name: string, input: Record<string, unknown> | undefined, way: "tRPC" | "REST" = "tRPC") => {
    const { path, init } =
      way === "REST" ? restRequest(routeOf(name), input) : trpcRequest(name, JSON.stringify(input ?? {}));
    const headers = { ...init.headers, authorization: `Bearer ${tokenIn(made, "usr_asha")}` };
    return till.request(`${made.url}${path}`, { ...init, headers });
  };
  return {
    ...made,
    faults,
    ask,
    arm: (fault: Arming) => faults.arm.mutate(fault),
    orders: async () => (await asha.orders.list.query({})).items.length,
  };
}

const basket = { items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" };

/** What became of a call: its status and its text, or that it got no whole answer. */
const seen = async (asked: Promise<Response>) => {
  const response = await asked;
  const text = await response.text().catch(() => null);
  return { status: text === null ? "lost" : response.status, text, headers: response.headers };
};

type Seen = { status: number | "lost" | "done"; orders: number };

/** What a caller sees of each fault, and how many orders its call places. The compiler rejects a missing fault. */
const faultsSeen: Record<ArmedFaultKind, [Partial<Arming>, Seen][]> = {
  lost_before: [[{}, { status: "lost", orders: 0 }]],
  lost_after: [[{}, { status: "lost", orders: 1 }]],
  status: [
    [{}, { status: 503, orders: 0 }],
    [{ status: 429 }, { status: 429, orders: 0 }],
    [{ status: 500 }, { status: 500, orders: 0 }],
  ],
  delay: [[{ delayMs: 20 }, { status: "done", orders: 1 }]],
  hold: [[{ delayMs: 20 }, { status: "done", orders: 1 }]],
  truncate: [[{}, { status: "done", orders: 1 }]],
};
const cells = armedFaultKinds.flatMap((fault) => faultsSeen[fault].map(([more, saw]) => [fault, more, saw] as const));

for (const way of ["tRPC", "REST"] as const) {
  const done = way === "REST" ? 201 : 200;
  test.each(cells)(`over ${way}, the fault %s %o answers so and does that`, async (fault, more, { status, orders }) => {
    const { arm, ask, orders: countOrders, faults } = await newTill();
    await arm({ procedure: "orders.create", fault, ...more });
    const broken = await seen(ask("orders.create", basket, way));
    expect(broken.status).toBe(status === "done" ? done : status);
    if (fault === "truncate") expect(() => JSON.parse(broken.text ?? "") as unknown).toThrow("JSON");
    if (fault === "status") expect(broken.headers.get("retry-after")).toBe(status === 500 ? null : "1");
    expect(broken.headers.get("x-request-id")).toMatch(/^[\w-]{36}$/);
    expect(await countOrders()).toBe(orders);
    expect((await faults.list.query()).items).toMatchObject([
      { procedure: "orders.create", fault, calls: 1, fired: 1, requestIds: [broken.headers.get("x-request-id")] },
    ]);
    expect((await seen(ask("orders.create", basket, way))).status).toBe(done);
  });
}

test("a fault acts on the nth call and on so many in a row, whatever way they come", async () => {
  const { arm, ask, faults } = await newTill();
  await arm({ procedure: "products.get", fault: "status", nth: 3, times: 2 });
  const statuses = [];
  for (const way of ["tRPC", "REST", "REST", "tRPC", "REST", "tRPC"] as const) {
    await ask("products.list", {}, way);
    statuses.push((await ask("products.get", { id: 1 }, way)).status);
  }
  expect(statuses).toEqual([200, 200, 503, 503, 200, 200]);
  expect((await faults.list.query()).items).toMatchObject([{ calls: 4, fired: 2 }]);
});

test("calls at the same time are counted one by one", async () => {
  const { arm, ask, faults } = await newTill();
  await arm({ procedure: "products.get", fault: "status", nth: 7, times: 3 });
  const responses = await Promise.all(Array.from({ length: 30 }, () => ask("products.get", { id: 1 })));
  const hit = responses.filter(({ status }) => status === 503).map(({ headers }) => headers.get("x-request-id"));
  expect(hit).toHaveLength(3);
  const [armed] = (await faults.list.query()).items;
  expect(armed).toMatchObject({ calls: 9, fired: 3 });
  expect(new Set(armed?.requestIds)).toEqual(new Set(hit));
});

test("a call counts once, also if the database's answer to the count is lost", async () => {
  const { arm, ask, faults } = await newTill();
  await arm({ procedure: "products.get", fault: "status", nth: 3 });
  let losses = 0;
  till.world.fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (!String(init?.body).includes(String.raw`UPDATE \"armed_faults\"`) || losses === 2) return response;
    losses += 1;
    throw new TypeError("terminated");
  };
  expect((await ask("products.get", { id: 1 })).status).toBe(200);
  expect(losses).toBe(2);
  expect((await ask("products.get", { id: 1 })).status).toBe(200);
  expect((await faults.list.query()).items).toMatchObject([{ calls: 2, fired: 0 }]);
  expect((await ask("products.get", { id: 1 })).status).toBe(503);
});

test("each call of a batch counts, and a fault acts on the whole answer", async () => {
  const { arm, asha, url, faults } = await newTill();
  await arm({ procedure: "products.get", fault: "status", nth: 3 });
  const client = createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({ url: `${url}/trpc`, fetch: (input, init) => till.request(String(input), init as RequestInit) }),
    ],
  });
  const batch = (...ids: number[]) =>
    Promise.allSettled([client.products.list.query({}), ...ids.map((id) => client.products.get.query({ id }))]);
  expect((await batch(1, 2)).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"]);
  expect((await batch(1, 2)).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect((await batch(1)).map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  expect((await faults.list.query()).items).toMatchObject([{ fired: 1 }]);
  await asha.products.get.query({ id: 1 });
});

test("faults that act on one call act in the order in which they were armed", async () => {
  const { arm, ask } = await newTill();
  await arm({ procedure: "products.get", fault: "truncate" });
  await arm({ procedure: "products.get", fault: "status", status: 500 });
  await arm({ procedure: "products.get", fault: "delay", delayMs: 1, nth: 2 });
  await arm({ procedure: "products.get", fault: "lost_after", nth: 2 });
  expect((await seen(ask("products.get", { id: 1 }))).status).toBe(500);
  expect((await seen(ask("products.get", { id: 1 }))).status).toBe("lost");
  expect((await seen(ask("products.get", { id: 1 }))).status).toBe(200);
});

test("a path with odd slashes, escapes and no procedure is read as tRPC reads it", async () => {
  const { arm, url, faults } = await newTill();
  await arm({ procedure: "auth.me", fault: "status", nth: 100 });
  const statusOf = async (path: string) => (await till.request(`${url}${path}`)).status;
  expect(await statusOf("/trpc/auth%2Eme")).toBe(200);
  expect(await statusOf("/trpc/auth.me/")).toBe(200);
  expect(await statusOf("/trpc/auth.me%2Cauth.me?batch=1")).toBe(200);
  expect((await faults.list.query()).items[0]?.calls).toBe(4);
  expect(await statusOf("/trpc//auth.me")).toBe(404);
  expect(await statusOf("/trpc/auth.me%")).toBe(400);
  expect(await statusOf("/trpc/auth.me,auth.me")).toBe(404);
  expect(await statusOf("/v1/nothing")).toBe(404);
  expect((await faults.list.query()).items[0]?.calls).toBe(4);
});

test("only procedures, and only so many faults, and none in the default till", async () => {
  const { arm, faults } = await newTill();
  const unknown = { procedure: "orders.steal", fault: "delay" } as const;
  expect(await refusalOf(arm(unknown))).toMatchObject({ details: { issues: [{ field: "procedure" }] } });
  const known = { procedure: "orders.pay", fault: "delay" } as const;
  expect(await refusalOf(till.as(null).sandbox.faults.arm.mutate(known))).toMatchObject({ code: "FORBIDDEN" });
  for (const [field, more] of [
    ["status", { status: 500 }],
    ["delayMs", { fault: "truncate", delayMs: 5 }],
    ["delayMs", { fault: "hold", delayMs: limits.faultDelayMs + 1 }],
    ["nth", { nth: 0 }],
    ["times", { times: limits.faultCalls + 1 }],
  ] as const)
    expect(await refusalOf(arm({ ...known, ...(more as Partial<Arming>) }))).toMatchObject({
      details: { issues: [{ field }] },
    });
  expect(await refusalOf(arm({ ...known, fault: "status", status: 404 as never }))).toMatchObject({
    details: { issues: [{ field: "status" }] },
  });
  for (let armed = 0; armed < limits.armedFaults; armed += 1) await arm(known);
  expect(await refusalOf(arm(known))).toMatchObject({ code: "FORBIDDEN" });
  expect((await faults.list.query()).items).toHaveLength(limits.armedFaults);
});

test("what is armed can be cleared, one or all, and goes with a reset", async () => {
  const { arm, faults, meera, ask } = await newTill();
  const first = await arm({ procedure: "products.get", fault: "status" });
  const second = await arm({ procedure: "products.get", fault: "lost_before" });
  expect(await faults.clear.mutate({ id: first.id })).toEqual({ items: [second] });
  expect(await faults.clear.mutate({ id: first.id })).toEqual({ items: [second] });
  expect(await faults.clear.mutate({})).toEqual({ items: [] });
  expect((await ask("products.get", { id: 1 })).status).toBe(200);
  await arm({ procedure: "products.get", fault: "status" });
  await meera.sandbox.reset.mutate();
  expect((await faults.list.query()).items).toEqual([]);
});

test("a fork has what is armed in its source, and a neighbour has nothing of it", async () => {
  const { arm, id, ask } = await newTill();
  await arm({ procedure: "products.get", fault: "status" });
  const fork = await till.as(null).sandbox.tills.fork.mutate({ id });
  const neighbour = await newTill();
  expect((await neighbour.ask("products.get", { id: 1 })).status).toBe(200);
  const inFork = () => till.request(`${fork.url}/v1/products/1`);
  expect((await inFork()).status).toBe(503);
  expect((await inFork()).status).toBe(200);
  expect((await ask("products.get", { id: 1 })).status).toBe(503);
});

test("a till costs one request more for its state, and others only to count calls and to note what a fault did", async () => {
  const { arm, ask } = await newTill();
  const requestsOf = async (name: string, input: Record<string, unknown>) => {
    await till.settled();
    const before = till.world.databaseRequests;
    await ask(name, input);
    return till.world.databaseRequestsAtResponse - before;
  };
  expect(await requestsOf("products.get", { id: 1 })).toBe(2);
  await arm({ procedure: "products.get", fault: "status", nth: 2 });
  expect(await requestsOf("products.list", {})).toBe(2);
  expect(await requestsOf("products.get", { id: 1 })).toBe(3);
  // The fault comes instead of the call: the state, the count and the note.
  expect(await requestsOf("products.get", { id: 1 })).toBe(3);
  expect(await requestsOf("products.get", { id: 1 })).toBe(2);
  const before = till.world.databaseRequests;
  await till
    .as(null)
    .products.get.query({ id: 1 })
    .catch(() => undefined);
  expect(till.world.databaseRequestsAtResponse - before).toBe(1);
});
