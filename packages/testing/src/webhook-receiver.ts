import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { type TillClient, type WebhookEventType, type WebhookPayload, webhookEventTypes } from "@till/client";
import { type ReceivedWebhook, createMailbox } from "./mailbox.ts";

/** Where a till sends its webhooks. */
export interface WebhookTarget {
  readonly url: string;
  /** Signs the webhooks, `whsec_…`. */
  readonly secret: string;
  /**
   * What happens on purpose to the nth webhook from now on: `{ act: "hold", eventType: "order.paid" }`. One that is held
   * is sent when it is released.
   */
  script(script: WebhookScript): Promise<void>;
  /**
   * Sends what is held, in this order of event types, the oldest of each. Resolves when all are answered.
   *
   * @throws Error if no webhook of a type waits.
   */
  release(...types: WebhookEventType[]): Promise<void>;
}

/** A receiver of a test's own. */
export interface WebhookReceiver extends WebhookTarget {
  /** All that came so far, each once. */
  readonly received: readonly ReceivedWebhook[];
  /**
   * The next webhook of this type that no earlier call returned. It waits for one, if there is none yet.
   *
   * @throws Error if none comes in time (10 seconds by default), or if one came whose signature is not valid.
   */
  next(type?: WebhookEventType, options?: { timeoutMs?: number }): Promise<ReceivedWebhook>;
  /** Stops the receiver. The till gives up sending to it. */
  stop(): Promise<void>;
}

/** What happens on purpose to a webhook. */
export type WebhookScript = Omit<
  Parameters<TillClient["sandbox"]["webhooks"]["script"]["mutate"]>[0],
  "endpointId" | "eventType"
> & { eventType?: WebhookEventType };

const defaultTimeoutMs = 10_000;

/** Has all webhooks of a till sent to a server. */
export async function sendWebhooks(staff: TillClient, url: string): Promise<WebhookTarget> {
  const { id, secret } = await staff.webhooks.endpoints.create.mutate({ url, eventTypes: [...webhookEventTypes] });
  return {
    url,
    secret,
    script: async (script) => void (await staff.sandbox.webhooks.script.mutate({ endpointId: id, ...script })),
    release: (...types) => releaseHeld(staff, id, types),
  };
}

/** Receives all webhooks of a till on a free port of 127.0.0.1, and verifies their signatures. */
export async function receiveWebhooks(staff: TillClient): Promise<WebhookReceiver> {
  const mailbox = createMailbox();
  let verifier: Webhook | undefined;
  const server = createServer((request, response) => {
    verified(verifier, request).then(
      (webhook) => {
        mailbox.put(webhook);
        response.writeHead(204).end();
      },
      (error: unknown) => {
        mailbox.fail(error instanceof Error ? error : new Error(String(error)));
        response.writeHead(400).end();
      },
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const target = await sendWebhooks(staff, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  verifier = new Webhook(target.secret);
  return {
    ...target,
    received: mailbox.received,
    next: (type, { timeoutMs = defaultTimeoutMs } = {}) => mailbox.next(type, timeoutMs),
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * Reads a webhook, and checks its signature. Its age is not checked: it has the time of the till, which a test may have
 * moved.
 */
async function verified(verifier: Webhook | undefined, request: IncomingMessage): Promise<ReceivedWebhook> {
  const body = await text(request);
  const [id, seconds, signatures] = ["id", "timestamp", "signature"].map((name) =>
    String(request.headers[`webhook-${name}`]),
  );
  const expected = verifier?.sign(String(id), new Date(Number(seconds) * 1_000), body) ?? "";
  if (
    !String(signatures)
      .split(" ")
      .some((signature) => isSame(signature, expected))
  )
    throw new Error(`A webhook came whose signature is not valid (webhook-id ${id}): ${body.slice(0, 200)}`);
  return { ...(JSON.parse(body) as WebhookPayload), id: String(id) };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && a.length > 0 && timingSafeEqual(a, b);
}

/** Sends the oldest waiting webhook of each type. */
async function releaseHeld(staff: TillClient, endpointId: string, types: WebhookEventType[]): Promise<void> {
  const { items } = await staff.webhooks.deliveries.list.query({ endpointId, limit: 100 });
  // One that was not tried yet is released before the script holds it.
  const waiting = items.filter(({ status, attempts }) => status === "PENDING" || attempts.at(-1)?.scripted === "hold");
  waiting.reverse();
  const ids = types.map((type) => {
    const index = waiting.findIndex(({ eventType }) => eventType === type);
    const [found] = index === -1 ? [] : waiting.splice(index, 1);
    if (found) return found.id;
    const others = waiting.map(({ eventType }) => eventType).join(", ") || "none";
    throw new Error(`No webhook ${type} waits to be released. Those that wait: ${others}.`);
  });
  await staff.sandbox.webhooks.release.mutate({ ids });
}
