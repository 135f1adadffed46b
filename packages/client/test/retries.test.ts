import type { AppRouter } from "@till/api";
import { type Till, somebody, startTill } from "@till/api/testing";
import { TRPCClientError } from "@trpc/client";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { isRefusal } from "../src/index.ts";
import { retryDelayMs, shouldRetry } from "../src/retry.ts";
import { wayTo } from "./way.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterEach(() => {
  till.world.fetch = fetch;
  vi.restoreAllMocks();
});
afterAll(() => till.stop());

async function shopping() {
  const { sent, lose, client } = wayTo(till);
  const api = client(await till.tokenOf(somebody()));
  const productId = await till.addProduct({ stock: 1 });
  const order = (quantity: number) => ({ items: [{ productId, quantity }], paymentMethod: "COD" as const });
  return { sent, lose, api, productId, order };
}

async function staffAtWork() {
  const { sent, lose, client } = wayTo(till);
  return { sent, lose, staff: client(await till.tokenOf(somebody("staff"))) };
}

test("a query is tried again when its request or its answer was lost", async () => {
  const { api, productId, sent, lose } = await shopping();
  lose("request", "answer");
  expect(await api.products.get.query({ id: productId })).toMatchObject({ id: productId });
  expect(sent).toHaveLength(3);
});

test("a call is tried four times, and then fails with the last fault", async () => {
  const { api, order, sent, lose } = await shopping();
  lose("request", "request", "request", "request");
  await expect(api.orders.create.mutate(order(1))).rejects.toThrow("fetch failed");
  expect(sent).toHaveLength(4);
});

test("a mutation without a key is not sent again, because it could be done twice", async () => {
  const { staff, sent, lose } = await staffAtWork();
  lose("answer");
  await expect(staff.apiKeys.create.mutate({ name: "Export", role: "staff" })).rejects.toThrow("terminated");
  expect(sent).toHaveLength(1);
});

test("a confirmation whose answer was lost is sent again, and done once", async () => {
  const { api, productId, sent, lose } = await shopping();
  const items = [{ productId, quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  const before = sent.length;
  lose("answer", "request");
  const confirmed = await api.orders.confirm.mutate({ id, paymentId: payment.id, outcome: "COMPLETE" });
  expect(confirmed).toMatchObject({ order: { status: "PAID" }, payment: { id: payment.id, status: "SUCCEEDED" } });
  expect(sent).toHaveLength(before + 3);
  const paid = (await api.orders.timeline.query({ id })).filter(({ type }) => type === "order.paid");
  expect(paid).toHaveLength(1);
});

test("mutations that are harmless to repeat are sent again without a key: revoking a key, signing in", async () => {
  const { staff, lose } = await staffAtWork();
  const { id } = await staff.apiKeys.create.mutate({ name: "Export", role: "staff" });
  lose("answer");
  expect(await staff.apiKeys.revoke.mutate({ id })).toMatchObject({ id, revokedAt: expect.any(String) });
  await till.rows("INSERT INTO customers (id, role, name, demo) VALUES ('usr_demo', 'customer', 'Demo', TRUE)");
  lose("answer");
  expect(await staff.sandbox.signIn.mutate({ userId: "usr_demo" })).toMatchObject({ user: { id: "usr_demo" } });
});

test("a call is tried again when the database was briefly out of reach", async () => {
  const { api, order, sent } = await shopping();
  till.world.fetch = (...request) =>
    sent.length > 1 ? fetch(...request) : Promise.reject(new Error("Network connection lost."));
  expect(await api.orders.create.mutate(order(1))).toMatchObject({ status: "PENDING" });
  expect(sent).toHaveLength(2);
});

test("a mutation without a key is not sent again when the database was out of reach", async () => {
  const { staff, sent } = await staffAtWork();
  till.world.fetch = () => Promise.reject(new Error("Network connection lost."));
  const call = staff.apiKeys.create.mutate({ name: "Export", role: "staff" });
  expect(isRefusal(await call.catch((reason: unknown) => reason), "DATABASE_UNAVAILABLE")).toBe(true);
  expect(sent).toHaveLength(1);
});

test("any other refusal is final", async () => {
  const { api, order, sent } = await shopping();
  const error = await api.orders.create.mutate(order(2)).catch((reason: unknown) => reason);
  expect(isRefusal(error, "OUT_OF_STOCK")).toBe(true);
  expect(sent).toHaveLength(1);
});

test("an unexpected fault in Till is final, because it would happen again", async () => {
  const { api, sent } = await shopping();
  till.world.fetch = async () => Response.json({ message: "no such table: secret" }, { status: 400 });
  await expect(api.products.list.query({})).rejects.toThrow(/request id/);
  expect(sent).toHaveLength(1);
});

test("a call that its caller aborted is not tried again", () => {
  const op = { id: 1, type: "query", path: "products.list", input: {}, context: {}, signal: null } as const;
  const lost = { error: new TRPCClientError<AppRouter>("fetch failed"), attempts: 1 };
  expect(shouldRetry({ op, ...lost })).toBe(true);
  expect(shouldRetry({ op: { ...op, signal: AbortSignal.abort() }, ...lost })).toBe(false);
});

test("the delay doubles with each attempt, and is cut by up to half at random", () => {
  vi.spyOn(Math, "random").mockReturnValue(0);
  expect([1, 2, 3].map(retryDelayMs)).toEqual([50, 100, 200]);
  vi.spyOn(Math, "random").mockReturnValue(1);
  expect([1, 2, 3].map(retryDelayMs)).toEqual([100, 200, 400]);
});
