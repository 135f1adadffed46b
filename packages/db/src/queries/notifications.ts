import {
  type ListNotificationsInput,
  type Notification,
  type Page,
  type RenderedNotification,
  decodeCursor,
} from "@till/contracts";
import { type Actor, type Result, ok, refuse, refused } from "@till/domain";
import { and, desc, eq, getTableColumns, lt } from "drizzle-orm";
import type { Database } from "../database.ts";
import { hasWords, notificationsFts } from "../full-text.ts";
import { toPage } from "../page.ts";
import { notifications } from "../schema/schema.ts";

type Row = typeof notifications.$inferSelect;

/** A page of messages, newest first: a customer's own, for staff everybody's. */
export async function listNotifications(
  db: Database,
  { channel, orderId, search, cursor, limit }: ListNotificationsInput,
  actor: Actor,
): Promise<Page<Notification>> {
  const before = decodeCursor(cursor) ?? Number.MAX_SAFE_INTEGER;
  const filters = [
    actor.role === "customer" ? eq(notifications.userId, actor.id) : undefined,
    orderId === undefined ? undefined : eq(notifications.orderId, orderId),
    channel && eq(notifications.channel, channel),
  ];
  const rows = await (search
    ? // The index gives what it finds in the order of ids, so the newest come first without a sort.
      db
        .select(getTableColumns(notifications))
        .from(notificationsFts)
        .crossJoin(notifications)
        .where(
          and(
            hasWords(notificationsFts, search),
            lt(notificationsFts.rowid, before),
            eq(notifications.id, notificationsFts.rowid),
            ...filters,
          ),
        )
        .orderBy(desc(notificationsFts.rowid))
        .limit(limit + 1)
    : db
        .select()
        .from(notifications)
        .where(and(lt(notifications.id, before), ...filters))
        .orderBy(desc(notifications.id))
        .limit(limit + 1));
  return toPage(rows.map(toNotification), limit);
}

/** One message with its rendered view. A message about somebody else's order is one that does not exist. */
export async function getNotification(db: Database, id: number, actor: Actor): Promise<Result<RenderedNotification>> {
  const row = await db.select().from(notifications).where(eq(notifications.id, id)).get();
  if (!row || (actor.role === "customer" && row.userId !== actor.id)) return refused(refuse.notificationNotFound(id));
  return ok({ ...toNotification(row), html: row.html });
}

const toNotification = (row: Row): Notification => ({
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
});
