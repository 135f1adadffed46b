import type { Channel } from "@till/contracts";
import { listQuery } from "../layout/list-query.ts";
import { till, trpc } from "../till.ts";

/** What the inbox shows: which channel, what is searched for, and what is open. It stands in the address. */
export interface InboxSearch {
  channel?: Channel | undefined;
  q?: string | undefined;
  /** The email that is read. */
  message?: number | undefined;
  /** The phone number whose text messages are read. */
  phone?: string | undefined;
}

const pageSize = 40;

/** How often the inbox looks for what has come, in milliseconds. */
const pollMs = 3_000;

/** The messages of one channel, newest first, page by page: a customer's own, for staff everybody's. */
export const messagesQuery = (channel: Channel, q: string | undefined) =>
  listQuery({
    path: ["notifications", "list"],
    input: { limit: pageSize, channel, ...(q !== undefined && { search: q }) },
    read: (input, options) => till.notifications.list.query(input, options),
    pollMs,
  });

/** One message as it was rendered. It does not change once it was sent. */
export const messageQuery = (id: number) => trpc.notifications.get.queryOptions({ id }, { staleTime: 60_000 });
