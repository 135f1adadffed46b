import type { Channel } from "@till/contracts";
import { listQuery } from "../layout/list-query.ts";
import { till, trpc } from "../till.ts";

/** The state of the inbox in the URL: channel, search and the open message. */
export interface InboxSearch {
  channel?: Channel | undefined;
  q?: string | undefined;
  /** The open email. */
  message?: number | undefined;
  /** The phone number of the open text messages. */
  phone?: string | undefined;
}

const pageSize = 40;

/** How often the inbox is refreshed, in milliseconds. */
const pollMs = 3_000;

/** The messages of one channel, newest first, page by page: a customer's own, or everybody's for staff. */
export const messagesQuery = (channel: Channel, q: string | undefined) =>
  listQuery({
    path: ["notifications", "list"],
    input: { limit: pageSize, channel, ...(q !== undefined && { search: q }) },
    read: (input, options) => till.notifications.list.query(input, options),
    pollMs,
  });

/** One message as it was rendered. A sent message does not change. */
export const messageQuery = (id: number) => trpc.notifications.get.queryOptions({ id }, { staleTime: 60_000 });
