import type { WebhookEventType, WebhookPayload } from "@till/client";

/** A webhook that came, with a valid signature. */
export interface ReceivedWebhook extends WebhookPayload {
  /** The `webhook-id` header, the same in each attempt. */
  readonly id: string;
}

interface Waiter {
  readonly type: WebhookEventType | undefined;
  readonly resolve: (webhook: ReceivedWebhook) => void;
  readonly reject: (error: Error) => void;
}

/** Keeps what came until somebody asks for it, and who asks until it comes. */
export function createMailbox() {
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
