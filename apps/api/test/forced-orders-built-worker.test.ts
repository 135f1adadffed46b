import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { WebhookEventType } from "@till/contracts";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { clientOf, startBuiltWorker } from "./built-worker.ts";
import { oneCoffee, tokenIn } from "./own-till.ts";
import { permutations } from "./permutations.ts";
import { rounds } from "./rounds.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  till = await startTill({ withTills: true });
  worker = await startBuiltWorker({ ...till.env, WEBHOOK_PRIVATE_TARGETS: "on" });
});
afterAll(async () => {
  await worker.stop();
  await till.stop();
});

/** A real receiver of webhooks, which calls `onWebhook` with the id of each as it comes. */
async function receiver(onWebhook: (id: string) => void): Promise<string> {
  const server = createServer((request, response) => {
    onWebhook(String(request.headers["webhook-id"]));
    void text(request).then(() => response.writeHead(204).end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A till whose webhooks are all held, and what its caller and its receivers see, in order. */
async function holding(endpoints: readonly WebhookEventType[][]) {
  const made = await clientOf(worker.url).sandbox.tills.create.mutate({ ttlMinutes: 600 });
  const [asha, meera] = ["usr_asha", "usr_meera"].map((id) => clientOf(made.url, tokenIn(made, id))) as [
    ReturnType<typeof clientOf>,
    ReturnType<typeof clientOf>,
  ];
  const seen: string[] = [];
  for (const eventTypes of endpoints) {
    const url = await receiver((id) => seen.push(id));
    const { id: endpointId } = await meera.webhooks.endpoints.create.mutate({ url, eventTypes });
    await meera.sandbox.webhooks.script.mutate({ endpointId, act: "hold", times: 100 });
  }
  const deliveriesOf = async (orderId: number) => (await meera.webhooks.deliveries.list.query({ orderId })).items;
  return {
    asha,
    meera,
    seen,
    deliveriesOf,
    /** Pays a new order. Answers when its answer and so many webhooks are held. */
    paying: async (webhooks: number) => {
      const { id: orderId } = await asha.orders.create.mutate(oneCoffee);
      const { id: faultId } = await asha.sandbox.faults.arm.mutate({ procedure: "orders.pay", fault: "hold" });
      const paid = asha.orders.pay.mutate({ id: orderId }).then(({ order }) => {
        seen.push(faultId);
        return order.status;
      });
      for (;;) {
        const held = (await deliveriesOf(orderId)).filter(({ attempts }) => attempts[0]?.scripted === "hold");
        const { items } = await asha.sandbox.faults.list.query();
        const isHeld = items.some((fault) => fault.id === faultId && fault.held === 1);
        if (isHeld && held.length === webhooks) return { orderId, faultId, paid, held: held.map(({ id }) => id) };
      }
    },
  };
}

/** What each endpoint is told, and how many answers and webhooks that makes. Four have 24 orders. */
const heldCounts: [number, WebhookEventType[][]][] = [
  [1, []],
  [2, [["order.paid"]]],
  [3, [["order.paid"], ["order.paid"]]],
  [4, [["order.created", "order.paid"], ["order.paid"]]],
];

test.each(heldCounts.slice(0, rounds(4, 3)))(
  "the answer and the webhooks of a payment, %i in all, are seen in every order that a release names",
  async (count, endpoints) => {
    const { asha, meera, seen, deliveriesOf, paying } = await holding(endpoints);
    const places = permutations(Array.from({ length: count }, (_, place) => place));
    expect(places).toHaveLength([1, 1, 2, 6, 24][count] ?? 0);
    for (const order of places) {
      const { orderId, faultId, paid, held } = await paying(count - 1);
      const script = order.map((place) => [faultId, ...held][place] ?? "");
      seen.length = 0;
      const { items } = await asha.sandbox.webhooks.release.mutate({ ids: script });
      expect(await paid).toBe("PAID");
      expect(seen).toEqual(script);
      expect(items.map(({ id }) => id)).toEqual(script);

      const log = new Map<string, string>(items.map(({ id, at }) => [id, at]));
      for (const { id, attempts } of await deliveriesOf(orderId)) {
        expect(attempts.map(({ scripted, responseStatus }) => [scripted, responseStatus])).toEqual([
          ["hold", null],
          ["release", 204],
        ]);
        log.set(id, attempts[1]?.at ?? "");
      }
      const times = script.map((id) => Date.parse(log.get(id) ?? ""));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      await meera.sandbox.faults.clear.mutate({});
    }
  },
);
