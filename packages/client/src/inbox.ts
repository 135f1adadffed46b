import type { Channel, EventType, Notification } from "@till/contracts";
import type { AppRouter } from "@till/api";
import type { TRPCClient } from "@trpc/client";

/** Which message to wait for, and how long. */
export interface AwaitedMessage {
  /** Only about this order. The default is any. */
  orderId?: number;
  /** Only on this channel. The default is any. */
  channel?: Channel;
  /** Only about an event of this type, such as `order.paid`. The default is any. It needs the `orderId`. */
  event?: EventType;
  /** Only after this message. The default is any time. */
  after?: Pick<Notification, "id">;
  /** Only with these words. The default is any text. */
  search?: string;
  /** Only if the subject or the text matches. */
  matching?: RegExp;
  /** When to give up, in milliseconds. */
  timeoutMs?: number;
}

/** The messages that went out, for test suites. */
export interface Inbox {
  /**
   * Waits until a message was sent, and returns the newest one. A message about an earlier event may
   * already be there: pass the `event`, or the last known message as `after`. Staff see the messages of all customers.
   *
   * @throws Error when none is sent in time (10 seconds by default).
   */
  waitFor(message: AwaitedMessage): Promise<Notification>;
}

const defaultTimeoutMs = 10_000;
const pollMs = 50;

/** How many of the newest messages are looked at. */
const maxLooked = 100;

type Till = TRPCClient<AppRouter>;

export const createInbox = (till: Till): Inbox => ({
  async waitFor({ timeoutMs = defaultTimeoutMs, ...message }) {
    const deadline = AbortSignal.timeout(timeoutMs);
    for (;;)
      try {
        const found = await findSent(till, message, deadline);
        if (found) return found;
        deadline.throwIfAborted();
        await new Promise((resolve) => setTimeout(resolve, pollMs));
      } catch (cause) {
        if (deadline.aborted) throw new Error(tooLate(message, timeoutMs), { cause });
        throw cause;
      }
  },
});

type Filters = Omit<AwaitedMessage, "timeoutMs">;

/** The newest sent message that fits, or undefined. One HTTP request. */
async function findSent(till: Till, { event, after, matching, ...filters }: Filters, signal: AbortSignal) {
  const [{ items }, times] = await Promise.all([
    till.notifications.list.query({ ...filters, limit: maxLooked }, { signal }),
    event && timesOf(till, filters.orderId, event, signal),
  ]);
  return items.find(
    ({ id, status, createdAt, subject, text }) =>
      status === "SENT" &&
      (after === undefined || id > after.id) &&
      (!times || times.has(createdAt)) &&
      (matching === undefined || [subject, text].some((part) => part !== null && part.search(matching) !== -1)),
  );
}

/** The times of an order's events of a type. A message has the time of its event, because one batch writes both. */
async function timesOf(till: Till, id: number | undefined, event: EventType, signal: AbortSignal) {
  if (id === undefined) throw new Error(`Say which order the message for ${event} is about: orderId.`);
  const timeline = await till.orders.timeline.query({ id }, { signal });
  return new Set(timeline.filter(({ type }) => type === event).map(({ at }) => at));
}

function tooLate({ orderId, channel, event, after, search, matching }: Filters, timeoutMs: number): string {
  const which = [
    orderId && ` about order #${orderId}`,
    event && ` for ${event}`,
    after && ` after message ${after.id}`,
    search && ` with "${search}"`,
    matching && ` that matches ${matching}`,
  ].filter(Boolean);
  return `No ${channel ?? "message"}${which.join("")} came within ${timeoutMs} ms.`;
}
