import type { ListNotificationsInput, Notification, Page, RenderedNotification } from "@till/contracts";
import { type Actor, type Result, ok, refuse, refused } from "@till/domain";
import { and, desc, eq, lt, sql } from "drizzle-orm";
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
  readonly query: string | null;
  readonly before: number;
  readonly atMost: number;
}

const filters = ["userId", "orderId", "channel", "query"] as const;
type Filter = (typeof filters)[number];

/** The index of messages for a search with each filter; the first one that is asked for is the narrowest. */
const indexes: readonly (readonly [Filter, string])[] = [
  ["orderId", "notifications_order"],
  ["userId", "notifications_user"],
  ["channel", "notifications_channel"],
];

/** Each set of filters has its own statement, so that each uses its index. */
function writeList(asked: readonly Filter[]): Statement<ListValues, Row[]> {
  return statement((given: Given<ListValues>) => {
    const narrow = and(
      asked.includes("userId") ? eq(notifications.userId, given.userId) : undefined,
      asked.includes("orderId") ? eq(notifications.orderId, given.orderId) : undefined,
      asked.includes("channel") ? eq(notifications.channel, given.channel) : undefined,
    );
    const index = indexes.find(([filter]) => asked.includes(filter))?.[1];
    const where = asked.includes("query")
      ? sql`${notifications.id} IN (${foundByWords(notificationsFts, given, narrow && index ? { table: notifications, index, where: narrow } : undefined)})`
      : and(lt(notifications.id, given.before), narrow);
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
  const { channel = null, orderId = null, search, limit } = input;
  const query = search ? wordsQuery(search) : null;
  if (search && query === null) return emptyPage;
  const values = {
    userId: actor.role === "customer" ? actor.id : null,
    orderId,
    channel,
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
