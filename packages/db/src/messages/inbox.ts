import type { ListNotificationsInput, Notification, Page, RenderedNotification } from "@till/contracts";
import { type Actor, type Result, ok, refuse, refused } from "@till/domain";
import { and, desc, eq, isNotNull, lt, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { notifications } from "../schema/schema.ts";
import { statementsByFilter } from "../statements/by-filter.ts";
import { foundByWords, notificationsFts, wordsQuery } from "../statements/full-text.ts";
import { emptyPage, pageBefore, toPage } from "../statements/page.ts";
import { type Given, type Statement, build, statement } from "../statements/statement.ts";

type Row = typeof notifications.$inferSelect;

interface ListValues {
  readonly userId: string | null;
  readonly orderId: number | null;
  readonly channel: string | null;
  readonly pending: true | null;
  readonly sent: true | null;
  readonly failed: true | null;
  readonly query: string | null;
  readonly before: number;
  readonly atMost: number;
}

/** What each filter asks of a message. A message is due until it was sent, or given up. */
const conditions = {
  userId: ({ userId }: Given<ListValues>) => eq(notifications.userId, userId),
  orderId: ({ orderId }: Given<ListValues>) => eq(notifications.orderId, orderId),
  pending: () => isNotNull(notifications.nextAttemptAt),
  failed: () => isNotNull(notifications.failedAt),
  sent: () => isNotNull(notifications.sentAt),
  channel: ({ channel }: Given<ListValues>) => eq(notifications.channel, channel),
};

/** The index of messages for each filter; the first one that is asked for is the narrowest. Almost all messages are sent. */
const indexes: readonly (readonly [keyof typeof conditions, string])[] = [
  ["orderId", "notifications_order"],
  ["userId", "notifications_user"],
  ["pending", "notifications_due"],
  ["failed", "notifications_failed"],
  ["channel", "notifications_channel"],
];

/** SQLite would take the index of a channel, or none, and read every message. */
const isOfStatus = (index: string | null): index is string =>
  index === "notifications_due" || index === "notifications_failed";

const filters = ["userId", "orderId", "pending", "failed", "sent", "channel", "query"] as const;

/** Each set of filters has its own statement, so that each uses its index. */
function writeList(asked: readonly (typeof filters)[number][]): Statement<ListValues, Row[]> {
  return statement((given: Given<ListValues>) => {
    const narrow = and(...asked.map((filter) => (filter === "query" ? undefined : conditions[filter](given))));
    const index = indexes.find(([filter]) => asked.includes(filter))?.[1] ?? null;
    const before = and(lt(notifications.id, given.before), narrow);
    const where = asked.includes("query")
      ? sql`${notifications.id} IN (${foundByWords(notificationsFts, given, narrow && { table: notifications, index, where: narrow })})`
      : isOfStatus(index)
        ? sql`${notifications.id} IN (SELECT id FROM ${notifications} INDEXED BY ${sql.identifier(index)}
            WHERE ${before} ORDER BY id DESC LIMIT ${given.atMost})`
        : before;
    return build.select().from(notifications).where(where).orderBy(desc(notifications.id)).limit(given.atMost);
  });
}

const lists = statementsByFilter(filters, writeList);

/** A page of messages, newest first: a customer's own, for staff everybody's. One HTTP request. */
export async function listNotifications(
  db: Database,
  input: ListNotificationsInput,
  actor: Actor,
): Promise<Page<Notification>> {
  const { channel = null, orderId = null, status, search, limit } = input;
  const query = search ? wordsQuery(search) : null;
  if (search && query === null) return emptyPage;
  const values = {
    userId: actor.role === "customer" ? actor.id : null,
    orderId,
    channel,
    pending: status === "PENDING" || null,
    failed: status === "FAILED" || null,
    sent: status === "SENT" || null,
    query,
    ...pageBefore(input),
  };
  return toPage((await db.run(lists(values)(values))).map(toNotification), limit);
}

const selectOne = statement((given: Given<{ id: number }>) =>
  build.select().from(notifications).where(eq(notifications.id, given.id)),
);

/** One message with its rendered view. A message about somebody else's order is one that does not exist. */
export async function getNotification(db: Database, id: number, actor: Actor): Promise<Result<RenderedNotification>> {
  const [row] = await db.run(selectOne({ id }));
  if (!row || (actor.role === "customer" && row.userId !== actor.id)) return refused(refuse.notificationNotFound(id));
  return ok({ ...toNotification(row), html: row.html });
}

/** A message as its reader sees it. */
export const toNotification = (row: Row): Notification => ({
  id: row.id,
  orderId: row.orderId,
  channel: row.channel,
  recipient: row.recipient,
  subject: row.subject,
  text: row.text,
  status: row.sentAt !== null ? "SENT" : row.failedAt !== null ? "FAILED" : "PENDING",
  attempts: row.attempts,
  lastError: row.lastError,
  createdAt: row.createdAt,
  sentAt: row.sentAt,
  provider: row.provider,
  providerId: row.providerId,
});
