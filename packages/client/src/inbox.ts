import type { Channel, EventType, Notification } from "@till/contracts";
import type { AppRouter } from "@till/api";
import type { TRPCClient } from "@trpc/client";

/** Which message to wait for, and how long. */
export interface AwaitedMessage {
  orderId: number;
  /** On this channel; without it, on any. */
  channel?: Channel;
  /** About an event of this type, such as `order.paid`; without it, about any. */
  event?: EventType;
  /** Written after this message; without it, at any time. */
  after?: Pick<Notification, "id">;
  /** With these words in it; without them, whatever it says. */
  search?: string;
  /** When to give up, in milliseconds. */
  timeoutMs?: number;
}

/** The messages that went out, for test suites. */
export interface Inbox {
  /**
   * Waits until a message about an order has been sent, and answers the newest one. A message about an earlier event may
   * be there already: name the `event`, or give the message `after` which to look.
   *
   * @throws Error when none has come in time (10 seconds by default).
   */
  waitFor(message: AwaitedMessage): Promise<Notification>;
}

const defaultTimeoutMs = 10_000;
const pollMs = 50;

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

/** The newest message that was sent and fits, or undefined. One HTTP request. */
async function findSent(till: Till, { event, after, ...filters }: Filters, signal: AbortSignal) {
  const [{ items }, times] = await Promise.all([
    till.notifications.list.query(filters, { signal }),
    event && timesOf(till, filters.orderId, event, signal),
  ]);
  return items.find(
    ({ id, status, createdAt }) =>
      status === "SENT" && (after === undefined || id > after.id) && (!times || times.has(createdAt)),
  );
}

/** When events of a type happened to an order. A message is written in the same batch as its event, so at the same time. */
async function timesOf(till: Till, id: number, event: EventType, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const timeline = await till.orders.timeline.query({ id }, { signal });
  return new Set(timeline.filter(({ type }) => type === event).map(({ at }) => at));
}

function tooLate({ orderId, channel, event, after, search }: Filters, timeoutMs: number): string {
  const which = [event && ` for ${event}`, after && ` after message ${after.id}`, search && ` with "${search}"`].filter(
    Boolean,
  );
  return `No ${channel ?? "message"} about order #${orderId}${which.join("")} came within ${timeoutMs} ms.`;
}
