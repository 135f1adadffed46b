import { once } from "node:events";
import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { WebhookPayload } from "@till/client";
import { Webhook } from "standardwebhooks";

/** What the shop sends to whom: the part of it that listens to Till. */
export function createFulfilment() {
  const seen = new Set<string>();
  const refunded = new Set<number>();
  const shipped: number[] = [];
  return {
    shipped: shipped as readonly number[],
    /** Does what a webhook asks for. The same one again, or one that comes late, changes nothing. */
    take(id: string, { type, data: { order } }: WebhookPayload): void {
      if (seen.has(id)) return;
      seen.add(id);
      if (type === "order.refunded" && order.status === "REFUNDED") refunded.add(order.id);
      if (type === "order.paid" && !refunded.has(order.id)) shipped.push(order.id);
    },
  };
}

/** Serves the fulfilment on a free port of 127.0.0.1. `answers` has the status of each webhook, in order. */
export async function serveFulfilment(fulfilment: ReturnType<typeof createFulfilment>) {
  let verifier: Webhook | undefined;
  const answers: number[] = [];
  const receive = async (request: IncomingMessage): Promise<number> => {
    const body = await text(request);
    if (verifier === undefined) return 503;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    try {
      verifier.verify(body, headers);
    } catch {
      return 401;
    }
    fulfilment.take(String(headers["webhook-id"]), JSON.parse(body) as WebhookPayload);
    return 204;
  };
  const server = createServer((request, response) => {
    const answer = (status: number) => {
      answers.push(status);
      response.writeHead(status).end();
    };
    receive(request).then(answer, () => answer(500));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`,
    answers: answers as readonly number[],
    /** The secret that Till signs with. A real shop has it in its settings. */
    trust: (secret: string) => void (verifier = new Webhook(secret)),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
