import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import type { TillClient, WebhookEventType, WebhookPayload } from "@till/client";

/** A webhook that came, with a valid signature. */
export interface ReceivedWebhook extends WebhookPayload {
  /** The `webhook-id` header, the same in each attempt. */
  readonly id: string;
}

export interface WebhookReceiver {
  readonly url: string;
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

const eventTypes: readonly WebhookEventType[] = [
  "order.created",
  "order.paid",
  "order.cancelled",
  "order.refunded",
  "payment.failed",
  "payment.action_required",
];

const defaultTimeoutMs = 10_000;

interface Waiter {
  readonly type: WebhookEventType | undefined;
  readonly resolve: (webhook: ReceivedWebhook) => void;
  readonly reject: (error: Error) => void;
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
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const { secret } = await staff.webhooks.endpoints.create.mutate({ url, eventTypes: [...eventTypes] });
  verifier = new Webhook(secret);
  return {
    url,
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

/** Keeps what came until somebody asks for it, and who asks until it comes. */
function createMailbox() {
  const received: ReceivedWebhook[] = [];
  const untaken: ReceivedWebhook[] = [];
  const waiters: Waiter[] = [];
  let failure: Error | undefined;
  const fits = (type: WebhookEventType | undefined, webhook: ReceivedWebhook) =>
    type === undefined || webhook.type === type;
  return {
    received,
    put(webhook: ReceivedWebhook) {
      // An attempt whose answer was lost is made again.
      if (received.some(({ id }) => id === webhook.id)) return;
      received.push(webhook);
      const index = waiters.findIndex(({ type }) => fits(type, webhook));
      const [waiter] = index === -1 ? [] : waiters.splice(index, 1);
      if (waiter) waiter.resolve(webhook);
      else untaken.push(webhook);
    },
    fail(error: Error) {
      failure ??= error;
      for (const { reject } of waiters.splice(0)) reject(error);
    },
    next(type: WebhookEventType | undefined, timeoutMs: number): Promise<ReceivedWebhook> {
      if (failure) return Promise.reject(failure);
      const index = untaken.findIndex((webhook) => fits(type, webhook));
      const [found] = index === -1 ? [] : untaken.splice(index, 1);
      if (found) return Promise.resolve(found);
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          type,
          resolve(webhook) {
            clearTimeout(timer);
            resolve(webhook);
          },
          reject(error) {
            clearTimeout(timer);
            reject(error);
          },
        };
        const timer = setTimeout(() => {
          waiters.splice(waiters.indexOf(waiter), 1);
          const came = received.map((webhook) => webhook.type).join(", ") || "nothing";
          reject(new Error(`No webhook${type ? ` ${type}` : ""} came within ${timeoutMs} ms. What came: ${came}.`));
        }, timeoutMs);
        waiters.push(waiter);
      });
    },
  };
}
