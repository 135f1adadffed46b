import { type Till, somebody, startTill } from "@till/api/testing";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { attemptTimeoutMs } from "../src/deadline-link.ts";
import { isNoAnswer } from "../src/index.ts";
import { wayTo } from "./way.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

async function shopping(timeoutMs = 150) {
  const { sent, lose, client } = wayTo(till);
  const token = await till.tokenOf(somebody());
  const productId = await till.addProduct({ stock: 10 });
  const basket = { items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE" as const };
  return { sent, lose, api: client(token, { timeoutMs }), patient: client(token), productId, basket };
}

/** The error of a call without an answer in time. */
async function unanswered(call: Promise<unknown>) {
  const error: unknown = await call.catch((reason: unknown) => reason);
  if (!isNoAnswer(error)) throw error;
  return error;
}

test("a query without an answer in time ends with an error that says nothing was changed", async () => {
  const { api, sent, lose } = await shopping();
  lose("silence before");
  const error = await unanswered(api.products.list.query({}));
  expect(error.message).toBe("Till did not answer products.list within 150 ms (1 attempt). Nothing was changed.");
  expect(error.cause).toMatchObject({ attempts: 1, next: "nothing was changed", idempotencyKey: null });
  expect(sent[0]?.signal?.aborted).toBe(true);
});

test("the error of an order without an answer has the key that makes a repeat safe", async () => {
  const { api, patient, lose, basket } = await shopping();
  lose("silence after");
  const { cause, message } = await unanswered(api.orders.create.mutate(basket));
  const { idempotencyKey } = cause;
  if (idempotencyKey === null) throw cause;
  expect(message).toContain(
    `It may have been done. You can repeat it safely with the idempotency key ${idempotencyKey}`,
  );
  const order = await patient.orders.create.mutate({ ...basket, idempotencyKey });
  expect((await patient.orders.list.query({})).items).toEqual([order]);
});

test("the deadline covers all attempts, and its error has the error of the last one", async () => {
  const { api, sent, lose, basket } = await shopping(1_500);
  lose("request", "silence before");
  const { cause, message } = await unanswered(api.orders.create.mutate(basket));
  expect(cause.attempts).toBe(2);
  expect(message).toContain("(2 attempts; the last ended with: fetch failed)");
  expect(sent).toHaveLength(2);
});

test("the error of a mutation without a key says to check first, because it may have been done", async () => {
  const { lose, client } = wayTo(till);
  const staff = client(await till.tokenOf(somebody("staff")), { timeoutMs: 150 });
  lose("silence before");
  const { message } = await unanswered(staff.apiKeys.create.mutate({ name: "Export", role: "staff" }));
  expect(message).toContain("It may have been done. Check before you repeat it, because a repeat could do it twice.");
});

test("a call with an answer in time leaves no timer", async () => {
  const timeoutMs = 30_001;
  const { api } = await shopping(timeoutMs);
  const set = vi.spyOn(globalThis, "setTimeout");
  const clear = vi.spyOn(globalThis, "clearTimeout");
  onTestFinished(() => void vi.restoreAllMocks());
  await api.products.list.query({});
  const timers = set.mock.results.filter((_timer, index) => set.mock.calls[index]?.[1] === timeoutMs);
  expect(timers).toHaveLength(1);
  expect(clear).toHaveBeenCalledWith(timers[0]?.value);
});

test("a silent connection is given up, and the call is sent again", async () => {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => timeout(ms === attemptTimeoutMs ? 50 : ms));
  onTestFinished(() => void vi.restoreAllMocks());
  const { patient, sent, lose, basket } = await shopping();
  lose("silence after");
  const order = await patient.orders.create.mutate(basket);
  expect(sent).toHaveLength(2);
  expect((await patient.orders.list.query({})).items).toEqual([order]);
});

test("a call that its caller aborts does not count as unanswered", async () => {
  const { api, lose } = await shopping();
  lose("silence before");
  const giveUp = new AbortController();
  const call = api.products.list.query({}, { signal: giveUp.signal }).catch((reason: unknown) => reason);
  await new Promise((resolve) => setTimeout(resolve, 10));
  giveUp.abort();
  expect(isNoAnswer(await call)).toBe(false);
});
