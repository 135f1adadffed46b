import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import type { WebhookPayload } from "@till/contracts";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { serve } from "./serve.ts";

export const secret = `whsec_${Buffer.from("a secret of 24 or more bytes").toString("base64")}`;

type Headers = Record<string, string>;

/** What a shop's server keeps of its orders. */
interface Kept {
  readonly ids: Set<string>;
  readonly orders: Map<number, { count: number; status: string; timestamp: string }>;
}

/** The parts of a server that receives webhooks well. Each planted bug replaces one of them. */
export const correct = {
  /** Whether there is room for one more request. */
  admit: (): boolean => true,
  /** Reads the body. */
  read: async (request: IncomingMessage): Promise<string> => (await buffer(request)).toString("utf8"),
  /** Throws if the signature is not valid. */
  verify: (body: string, headers: Headers): unknown => new Webhook(secret).verify(body, headers),
  /** Whether it is the first of its kind. */
  isNew: async ({ ids }: Kept, headers: Headers, _body: string): Promise<boolean> => {
    const before = ids.size;
    return ids.add(headers["webhook-id"] ?? "").size > before;
  },
  /** Does what an event asks for. */
  async handle({ orders }: Kept, { type, timestamp, data }: WebhookPayload): Promise<void> {
    const { id, status } = data.order;
    const order = orders.get(id) ?? { count: 0, status, timestamp: "" };
    orders.set(id, order);
    if (type === "order.paid") order.count += 1;
    if (timestamp > order.timestamp) Object.assign(order, { status, timestamp });
  },
  /** Answers when all was done. */
  answer: async (response: ServerResponse, status: number): Promise<void> => void response.writeHead(status).end(),
};
export type Parts = typeof correct;

/** A shop's server with `/hooks` and `/state`, and what a request to verify it needs. */
export async function shopServer(bug: Partial<Parts> = {}) {
  const parts = { ...correct, ...bug };
  const kept: Kept = { ids: new Set(), orders: new Map() };
  const receive = async (request: IncomingMessage): Promise<number> => {
    const body = await parts.read(request);
    const headers = request.headers as Headers;
    if (!parts.admit()) return 503;
    try {
      parts.verify(body, headers);
    } catch (error) {
      return error instanceof WebhookVerificationError ? 400 : 500;
    }
    if (await parts.isNew(kept, headers, body)) await parts.handle(kept, JSON.parse(body) as WebhookPayload);
    return 204;
  };
  const origin = await serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://shop");
    if (pathname === "/state") {
      const { count = 0, status } = kept.orders.get(Number(searchParams.get("order"))) ?? {};
      response.end(JSON.stringify({ count, status }));
      return;
    }
    receive(request).then(
      (status) => parts.answer(response, status),
      () => parts.answer(response, 500),
    );
  });
  return { url: new URL("/hooks", origin), stateUrl: new URL("/state", origin) };
}
