import type { AppRouter } from "../src/index.ts";
import autocannon from "autocannon";
import { createTRPCClient, httpLink } from "@trpc/client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startBuiltWorker } from "./built-worker.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  till = await startTill();
  worker = await startBuiltWorker(till.env);
});
afterAll(async () => {
  await worker.stop();
  await till.stop();
});

async function customer() {
  const user = somebody();
  const authorization = `Bearer ${await till.tokenOf(user)}`;
  const api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: new URL("/trpc", worker.url), headers: { authorization } })],
  });
  const order = async () => {
    const items = [{ productId: await till.addProduct(), quantity: 1 }];
    return api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  };
  return { user, authorization, api, order };
}

test("the built Worker places an order, takes the payment and sends the messages after the response", async () => {
  const { user, api, order } = await customer();
  const { id } = await order();
  expect((await api.orders.pay.mutate({ id })).order.status).toBe("PAID");
  await vi.waitFor(() => {
    expect(worker.log()).toContain(
      `[EMAIL MOCK] To: ${user.email}, Subject: Order Confirmed, Body: Your order #${id} is paid. Amount: ₹100.00`,
    );
    expect(worker.log()).toContain(`[SMS MOCK] To: ${user.phone}, Text: Order #${id} paid successfully.`);
  });
});

test("a message that did not go out after its response is sent by the sweep", async () => {
  const { user, api, order } = await customer();
  const { id } = await order();
  await till.as(user).orders.pay.mutate({ id });
  await till.settled();
  await till.rows("UPDATE notifications SET sent_at = NULL, next_attempt_at = created_at WHERE order_id = ?", id);
  expect((await api.orders.get.query({ id })).status).toBe("PAID");
  await worker.sweep(new Date());
  expect(worker.log()).toContain(`Text: Order #${id} paid successfully.`);
  expect(await till.rows("SELECT sent_at FROM notifications WHERE order_id = ? AND sent_at IS NULL", id)).toEqual([]);
});

test("256 connections read an order without an error", async () => {
  const { authorization, order } = await customer();
  const { id } = await order();
  const result = await autocannon({
    url: new URL(`/trpc/orders.get?input=${encodeURIComponent(JSON.stringify({ id }))}`, worker.url).href,
    headers: { authorization },
    connections: 256,
    duration: 5,
  });
  const { errors, timeouts, non2xx } = result;
  expect({ errors, timeouts, non2xx }).toEqual({ errors: 0, timeouts: 0, non2xx: 0 });
  expect(result["2xx"]).toBeGreaterThan(256);
});
