import type { Channel, Notification } from "@till/contracts";
import type { AppRouter } from "@till/api";
import type { TRPCClient } from "@trpc/client";

/** Which message to wait for, and how long. */
export interface AwaitedMessage {
  orderId: number;
  /** On this channel; without it, on any. */
  channel?: Channel;
  /** With these words in it; without them, whatever it says. */
  search?: string;
  /** When to give up, in milliseconds. */
  timeoutMs?: number;
}

/** The messages that went out, for test suites. */
export interface Inbox {
  /**
   * Waits until a message about an order has been sent, and answers the newest such one as soon as it is there.
   *
   * @throws Error when none has come in time (10 seconds, if nothing else is said).
   */
  waitFor(message: AwaitedMessage): Promise<Notification>;
}

const defaultTimeoutMs = 10_000;
const pollMs = 50;

export const createInbox = (till: TRPCClient<AppRouter>): Inbox => ({
  async waitFor({ timeoutMs = defaultTimeoutMs, ...filters }) {
    const giveUpAt = performance.now() + timeoutMs;
    for (;;) {
      const { items } = await till.notifications.list.query(filters);
      const sent = items.find(({ status }) => status === "SENT");
      if (sent) return sent;
      if (performance.now() >= giveUpAt) throw new Error(tooLate(filters, timeoutMs));
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  },
});

const tooLate = ({ orderId, channel, search }: Omit<AwaitedMessage, "timeoutMs">, timeoutMs: number) =>
  `No ${channel ?? "message"} about order #${orderId}${search ? ` with "${search}"` : ""} came within ${timeoutMs} ms.`;
