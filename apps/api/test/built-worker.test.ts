import { once } from "node:events";
import { type IncomingHttpHeaders, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import type { AppRouter } from "../src/index.ts";
import autocannon from "autocannon";
import { createTRPCClient, httpLink } from "@trpc/client";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { callAs, codeOf, connectAgent } from "./agent.ts";
import { startBuiltWorker } from "./built-worker.ts";
import { rounds } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  till = await startTill();
  worker = await startBuiltWorker({ ...till.env, WEBHOOK_PRIVATE_TARGETS: "on" });
});
afterAll(async () => {
  await worker.stop();
  await till.stop();
});

/** A webhook or a message comes in milliseconds, and later where a dozen other things run. */
const patience = { timeout: 60_000, interval: 200 };

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
  }, patience);
});

test.each(["2025", "2026"] as const)("the built Worker serves agents with a client of %s", async (version) => {
  const client = await connectAgent(worker.url.origin, await till.tokenOf(somebody()), { version });
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toContain("orders_create");
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { structuredContent } = await callAs(client, "orders_create", { items, paymentMethod: "ONLINE" });
  const { id } = structuredContent as { id: number };
  const declined = await callAs(client, "orders_pay", { id, source: { token: "pm_card_visa_chargeDeclined" } });
  expect(codeOf(declined)).toBe("PAYMENT_DECLINED");
  expect(await callAs(client, "orders_pay", { id })).toMatchObject({
    structuredContent: { order: { status: "PAID" } },
  });
});

test("an attempt that is processing is settled through the queue when its time has come", async () => {
  const { api, order } = await customer();
  const { id } = await order();
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_processing" } });
  expect(payment.status).toBe("PROCESSING");
  await vi.waitFor(async () => expect((await api.orders.get.query({ id })).status).toBe("PAID"), patience);
  const { settledAt, createdAt } = (await api.orders.get.query({ id })).payments[0] ?? payment;
  expect(Date.parse(settledAt ?? "") - Date.parse(createdAt)).toBeGreaterThanOrEqual(5_000);
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

test("the built Worker sends webhooks that the official library verifies, and leaves a redirect alone", async () => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.writeHead(received.length === 1 ? 302 : 204, { location: "/elsewhere" }).end();
    });
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const authorization = `Bearer ${await till.tokenOf(somebody("staff"))}`;
  const staff = createTRPCClient<AppRouter>({
    links: [httpLink({ url: new URL("/trpc", worker.url), headers: { authorization } })],
  });
  const { id: endpointId, secret } = await staff.webhooks.endpoints.create.mutate({
    url,
    eventTypes: ["order.created"],
  });
  const { id } = await (await customer()).order();
  const attempts = () =>
    vi.waitFor(async () => {
      const [delivery] = (await staff.webhooks.deliveries.list.query({ endpointId })).items;
      expect(delivery?.attempts).toHaveLength(received.length);
      return delivery;
    }, patience);
  await vi.waitFor(() => expect(received).toHaveLength(1), patience);
  const failed = await attempts();
  expect(failed).toMatchObject({ status: "PENDING", attempts: [{ error: "Redirects are not followed." }] });
  await worker.sweep(new Date(failed?.nextAttemptAt ?? ""));
  expect(await attempts()).toMatchObject({ status: "SUCCEEDED", attempts: [{}, { responseStatus: 204 }] });
  for (const { headers, body } of received)
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
      data: { order: { id } },
    });
});

test("the next batch of the queue does not wait for a receiver that takes its time", async () => {
  const open: ServerResponse[] = [];
  let givenUp = 0;
  const server = createServer((_request, response) => {
    open.push(response);
    response.on("close", () => (givenUp += Number(!response.writableEnded)));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    for (const response of open) response.writeHead(204).end();
    server.close();
  });
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const authorization = `Bearer ${await till.tokenOf(somebody("staff"))}`;
  const staff = createTRPCClient<AppRouter>({
    links: [httpLink({ url: new URL("/trpc", worker.url), headers: { authorization } })],
  });
  const { endpoints } = staff.webhooks;
  const { id: endpointId } = await endpoints.create.mutate({ url, eventTypes: ["order.created"] });
  onTestFinished(async () => void (await endpoints.delete.mutate({ id: endpointId })));
  const { api, order } = await customer();
  const { id } = await order();
  await vi.waitFor(() => expect(open).toHaveLength(1), patience);
  await api.orders.pay.mutate({ id });
  await vi.waitFor(() => expect(worker.log()).toContain(`Text: Order #${id} paid successfully.`), { timeout: 30_000 });
  // The receiver still has its first request: nobody has given it up.
  expect({ open: open.length, givenUp }).toEqual({ open: 1, givenUp: 0 });
});

const connections = rounds(256, 64);

test(`${connections} connections read an order without an error`, async () => {
  const { authorization, order } = await customer();
  const { id } = await order();
  const result = await autocannon({
    url: new URL(`/trpc/orders.get?input=${encodeURIComponent(JSON.stringify({ id }))}`, worker.url).href,
    headers: { authorization },
    connections,
    amount: 2 * connections,
    timeout: 60,
  });
  const { errors, timeouts, "2xx": answered } = result;
  expect({ errors, timeouts, answered }).toEqual({ errors: 0, timeouts: 0, answered: 2 * connections });
});
