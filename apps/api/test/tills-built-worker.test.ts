import { listNamespaces } from "@till/libsql-local";
import { tokenIn } from "./own-till.ts";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { CreatedTill } from "@till/contracts";
import { createTRPCClient, httpLink } from "@trpc/client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { AppRouter } from "../src/index.ts";
import { startBuiltWorker } from "./built-worker.ts";
import { refusalOf } from "./refusals.ts";
import { rounds } from "./rounds.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
let receivers: Awaited<ReturnType<typeof startReceivers>>;
beforeAll(async () => {
  till = await startTill({ withTills: true });
  receivers = await startReceivers();
  worker = await startBuiltWorker({ ...till.env, WEBHOOK_PRIVATE_TARGETS: "on" });
});
afterAll(async () => {
  await worker.stop();
  receivers.stop();
  await till.stop();
});

const minuteMs = 60_000;
const patience = { timeout: 60_000, interval: 250 };

/** A server with a receiver at each path, and the webhooks that each got, in the order in which they came. */
async function startReceivers() {
  const received = new Map<string, { type: string; data: { order: { receiptUrl: string | null } } }[]>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const path = request.url ?? "";
      received.set(path, [...(received.get(path) ?? []), JSON.parse(body)]);
      response.writeHead(204).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (path: string) => `http://127.0.0.1:${port}${path}`,
    at: (path: string) => received.get(path) ?? [],
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A client of the Worker at an address. */
function clientAt(url: string | URL, token?: string) {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${String(url).replace(/\/$/, "")}/trpc`, headers })] });
}

const anybody = () => clientAt(worker.url);

const personIn = (made: CreatedTill, id: string) => clientAt(made.url, tokenIn(made, id));

async function newTill(input: Parameters<ReturnType<typeof anybody>["sandbox"]["tills"]["create"]["mutate"]>[0] = {}) {
  const made = await anybody().sandbox.tills.create.mutate(input);
  return { ...made, asha: personIn(made, "usr_asha"), meera: personIn(made, "usr_meera") };
}

const databases = () => listNamespaces(till.connection);

/** Asks the database of a till itself. */
async function runIn(id: string, sql: string): Promise<void> {
  const requests = [{ type: "execute", stmt: { sql } }, { type: "close" }];
  const response = await fetch(new URL(`/${id}/v2/pipeline`, till.connection.url), {
    method: "POST",
    headers: { authorization: `Bearer ${till.connection.authToken}` },
    body: JSON.stringify({ requests }),
  });
  expect(await response.json()).toMatchObject({ results: [{ type: "ok" }, { type: "ok" }] });
}

const ordersOfASuite = 5;

/** What a test suite does in a till of its own: 20 commands, of a customer and of staff. */
async function runSuite(number: number) {
  const made = await newTill({ name: `Suite ${number}` });
  const path = `/suite-${number}`;
  await made.meera.webhooks.endpoints.create.mutate({
    url: receivers.urlOf(path),
    eventTypes: ["order.created", "order.paid"],
  });
  const stock = async () => (await made.asha.products.get.query({ id: 2 })).stock ?? 0;
  const before = await stock();
  for (let order = 1; order <= ordersOfASuite; order += 1) {
    const items = [{ productId: 2, quantity: 1 }];
    const { id } = await made.asha.orders.create.mutate({ items, paymentMethod: "ONLINE" });
    expect(id).toBe(order);
    await made.asha.orders.pay.mutate({ id });
    await made.meera.orders.refund.mutate({ id, amount: 100 });
    await made.meera.orders.refund.mutate({ id });
  }
  return { made, path, taken: before - (await stock()) };
}

test(
  "suites in parallel, each in a till of its own, see nothing of each other through the built Worker",
  { timeout: 600_000 },
  async () => {
    const count = rounds(64, 8);
    const suites = await Promise.all(Array.from({ length: count }, (_, number) => runSuite(number)));
    expect(await till.rows("SELECT count(*) AS n FROM orders")).toEqual([{ n: 0 }]);
    for (const { made, path, taken } of suites) {
      expect(taken).toBe(ordersOfASuite);
      const { items } = await made.meera.orders.list.query({});
      expect(items.map(({ id, status }) => [id, status])).toEqual([5, 4, 3, 2, 1].map((id) => [id, "REFUNDED"]));
      await vi.waitFor(async () => {
        const messages = (await made.meera.notifications.list.query({ limit: 100 })).items;
        // An email and an SMS each of the payment and of two refunds.
        expect(messages.map(({ status }) => status)).toEqual(Array(ordersOfASuite * 6).fill("SENT"));
        expect(new Set(messages.map(({ orderId }) => orderId))).toEqual(new Set([1, 2, 3, 4, 5]));
      }, patience);
      await vi.waitFor(() => {
        const webhooks = receivers.at(path);
        expect(webhooks.map(({ type }) => type).toSorted()).toEqual([
          ...Array<string>(ordersOfASuite).fill("order.created"),
          ...Array<string>(ordersOfASuite).fill("order.paid"),
        ]);
        for (const { type, data } of webhooks)
          if (type === "order.paid") expect(data.order.receiptUrl).toContain(`${made.url}/payments/`);
      }, patience);
      await anybody().sandbox.tills.delete.mutate({ id: made.id });
      expect(await refusalOf(made.meera.orders.list.query({}))).toMatchObject({ code: "TILL_NOT_FOUND" });
    }
    const left = await databases();
    expect(suites.filter(({ made }) => left.includes(made.id))).toEqual([]);
    expect(worker.log()).not.toContain('"level":"error"');
  },
);

test("the cron trigger and the queue do what is due in a till", async () => {
  const made = await newTill();
  const { id } = await made.asha.orders.create.mutate({
    items: [{ productId: 1, quantity: 1 }],
    paymentMethod: "ONLINE",
  });
  const noted = () => till.rows("SELECT next_due_at FROM tills WHERE id = ?", made.id);
  await vi.waitFor(async () => expect(await noted()).not.toEqual([{ next_due_at: null }]), patience);
  await runIn(made.id, `UPDATE orders SET expires_at = '${new Date().toISOString()}'`);
  // By then the directory says that the till is due. Its job goes by the real time.
  await worker.sweep(new Date(Date.now() + 31 * minuteMs));
  await vi.waitFor(
    async () => expect(await made.asha.orders.get.query({ id })).toMatchObject({ status: "CANCELLED" }),
    patience,
  );
});

test("the cron trigger deletes what has expired, and nothing else", async () => {
  const [short, long] = [await newTill({ ttlMinutes: 1 }), await newTill({ ttlMinutes: 600 })];
  await worker.sweep(new Date(Date.now() + 2 * minuteMs));
  const left = await databases();
  expect([left.includes(short.id), left.includes(long.id)]).toEqual([false, true]);
  expect((await fetch(`${short.url}/v1/products`)).status).toBe(404);
  expect((await fetch(`${long.url}/v1/products`)).status).toBe(200);
});

test("a fork through the Worker is its source as it stands", async () => {
  const source = await newTill();
  const { id } = await source.asha.orders.create.mutate({
    items: [{ productId: 1, quantity: 1 }],
    paymentMethod: "ONLINE",
  });
  const fork = await anybody().sandbox.tills.fork.mutate({ id: source.id });
  await source.asha.orders.pay.mutate({ id });
  expect(await personIn(fork, "usr_asha").orders.get.query({ id })).toMatchObject({ status: "PENDING" });
});
