import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { createTRPCClient, httpLink } from "@trpc/client";
import { webhookRetryDelaysMs } from "@till/domain";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { AppRouter } from "../src/index.ts";
import { startBuiltWorker } from "./built-worker.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let way: Server;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;

/** What went to the database so far. */
const bodies: string[] = [];

const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function listen(server: Server): Promise<Server> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

beforeAll(async () => {
  till = await startTill();
  way = await listen(
    createServer((request, response) => {
      void (async () => {
        const body = await text(request);
        bodies.push(body);
        const { authorization = "" } = request.headers;
        const answer = await fetch(`${till.connection.url}${request.url}`, {
          method: "POST",
          headers: { authorization },
          body,
        });
        response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
      })();
    }),
  );
  worker = await startBuiltWorker({
    ...till.env,
    DATABASE_URL: addressOf(way),
    WEBHOOK_PRIVATE_TARGETS: "on",
    RATE_LIMITS: "off",
  });
});
afterAll(async () => {
  await worker.stop();
  way.close();
  await till.stop();
});

const orders = 200;
const atOnce = 3;
const requestsOfLook = 1;
/** Looking for lanes, taking, the order, keeping the body, recording, and looking once more. */
const requestsOfAttempt = 7;

async function clientOf(role: "customer" | "staff") {
  const authorization = `Bearer ${await till.tokenOf(somebody(role))}`;
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: new URL("/trpc", worker.url), headers: { authorization } })],
  });
}

test(
  "an endpoint that refuses connections breeds no work: one attempt at a time, and one retry in flight",
  { timeout: 300_000 },
  async () => {
    const closed = await listen(createServer());
    const url = `${addressOf(closed)}/hook`;
    closed.close();
    const staff = await clientOf("staff");
    const { id: endpointId } = await staff.webhooks.endpoints.create.mutate({ url, eventTypes: ["order.created"] });
    const api = await clientOf("customer");
    const items = [{ productId: await till.addProduct(), quantity: 1 }];
    const attempts = async () =>
      Number(
        (
          await till.rows(
            "SELECT count(*) AS n FROM webhook_attempts JOIN webhook_deliveries ON id = delivery_id WHERE endpoint_id = ?",
            endpointId,
          )
        )[0]?.["n"],
      );

    const startedAt = Date.now();
    bodies.length = 0;
    let left = orders;
    const shop = async () => {
      while (left > 0) {
        left -= 1;
        await api.orders.create.mutate({ items, paymentMethod: "COD" });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, shop));
    await vi.waitFor(async () => expect(await attempts()).toBeGreaterThan(1), { timeout: 60_000 });

    const made = await attempts();
    const requests = bodies.length;
    const elapsedMs = Date.now() - startedAt;
    expect(made).toBeLessThanOrEqual(1 + elapsedMs / (webhookRetryDelaysMs[0] ?? 0));
    expect(requests).toBeLessThanOrEqual(orders + orders * requestsOfLook + (made + 1) * requestsOfAttempt);
  },
);
