import { limits } from "@till/contracts";
import { type Till, somebody, startTill } from "@till/api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wayTo } from "./way.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const times = <Value>(count: number, make: () => Value) => Array.from({ length: count }, make);

test("more calls than fit in one request are split into several, and none is refused", async () => {
  const { client, sent } = wayTo(till);
  const api = client(await till.tokenOf(somebody()));
  const productId = await till.addProduct({ stock: 50 });
  const calls = 2 * limits.batchCalls + 1;
  const products = await Promise.all(times(calls, () => api.products.get.query({ id: productId })));
  expect(new Set(products.map(({ id }) => id))).toEqual(new Set([productId]));
  expect(sent.map(({ path }) => path.split(",").length)).toEqual([limits.batchCalls, limits.batchCalls, 1]);

  const items = [{ productId, quantity: 1 }];
  const orders = await Promise.all(
    times(limits.batchCalls + 1, () => api.orders.create.mutate({ items, paymentMethod: "COD" })),
  );
  expect(new Set(orders.map(({ id }) => id)).size).toBe(limits.batchCalls + 1);
});

test("calls with long inputs are split into requests with URLs that servers accept", async () => {
  const { client, sent } = wayTo(till);
  const api = client();
  const search = "क".repeat(limits.searchLength);
  const pages = await Promise.all(times(limits.batchCalls, () => api.products.list.query({ search })));
  expect(pages).toHaveLength(limits.batchCalls);
  expect(sent.length).toBeGreaterThan(1);
  for (const request of sent) expect(request.path.length + request.search.length).toBeLessThan(8_000);
});
