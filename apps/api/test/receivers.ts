import type { WebhookEventType } from "@till/contracts";
import { webhookTimeoutMs } from "@till/domain";
import { afterAll, afterEach, beforeEach, onTestFinished, vi } from "vitest";
import { type Till, somebody, startTill } from "./till.ts";

/** A webhook as a receiver got it. */
export interface Received {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

type Answer = (received: Received, init: RequestInit) => Response | Promise<Response>;

const receivers = new Map<string, Answer>();

/** Has `till.world.send` reach the receivers of this file. */
export function connectReceivers(till: Till): void {
  till.world.send = async (input, init = {}) => {
    const headers = Object.fromEntries(new Headers(init.headers));
    const received = { url: String(input), headers, body: String(init.body) };
    const answer = receivers.get(received.url);
    if (!answer) throw new TypeError("fetch failed");
    return answer(received, init);
  };
}

/** A Till for a test file, with receivers. It is noon when each test begins, and what a test leaves is done before the next. */
export async function startTillAtNoon(): Promise<Till> {
  const till = await startTill();
  connectReceivers(till);
  beforeEach(() => {
    till.world.time = new Date("2026-05-01T12:00:00.000Z");
  });
  afterEach(async () => {
    till.world.time = null;
    await till.settled();
  });
  afterAll(() => till.stop());
  return till;
}

/** An answer that never comes. */
export const never: Answer = (_received, { signal }) =>
  new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason as Error)));

export const status = (code: number) => () => new Response(null, { status: code });

/** A team with an endpoint of its own, what it has received, and the answers that it gives: the last one repeats. */
export async function receiver(
  till: Till,
  answers: Answer[] = [status(200)],
  eventTypes: readonly WebhookEventType[] = ["order.created"],
) {
  const url = `https://${crypto.randomUUID()}.example/hook`;
  const received: Received[] = [];
  receivers.set(url, (webhook, init) => {
    received.push(webhook);
    return (answers[received.length - 1] ?? answers.at(-1) ?? status(200))(webhook, init);
  });
  const staff = till.as(somebody("staff"));
  const endpoint = await staff.webhooks.endpoints.create.mutate({ url, eventTypes: [...eventTypes] });
  const { id: endpointId } = endpoint;
  onTestFinished(async () => void (await staff.webhooks.endpoints.delete.mutate({ id: endpointId }).catch(() => {})));
  return {
    url,
    staff,
    endpoint,
    received,
    answers,
    deliveries: async () => (await staff.webhooks.deliveries.list.query({ endpointId })).items,
    delivery: async () => (await staff.webhooks.deliveries.list.query({ endpointId })).items[0],
    state: async () => (await staff.webhooks.endpoints.list.query()).items.find(({ id }) => id === endpointId),
  };
}

/** A customer who places an order, and the messages and webhooks of it sent. */
export async function placedOrder(till: Till, paymentMethod: "ONLINE" | "COD" = "ONLINE") {
  const api = till.as(somebody());
  const productId = await till.addProduct({ unitPrice: 5_000, stock: 10 });
  const order = await api.orders.create.mutate({ items: [{ productId, quantity: 2 }], paymentMethod });
  await till.settled();
  return { api, id: order.id };
}

/** Lets the 15 seconds of a receiver be over in a moment, until the test is over. */
export function hurryTimeouts(): void {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  const spy = vi.spyOn(AbortSignal, "timeout");
  spy.mockImplementation((ms) => timeout(ms === webhookTimeoutMs ? 50 : ms));
  onTestFinished(() => spy.mockRestore());
}
