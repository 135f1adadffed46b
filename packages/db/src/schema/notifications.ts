import { type Channel, channels } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { dueColumns, timestamp, words } from "./columns.ts";
import { orderEvents } from "./order-events.ts";
import { orders } from "./orders.ts";

/** The outbox: messages to customers, written in the batch of the change that they tell of. Due until `sentAt` is set. */
export const notifications = sqliteTable(
  "notifications",
  {
    id: integer().primaryKey(),
    orderId: integer("order_id")
      .notNull()
      .references(() => orders.id),
    eventId: integer("event_id")
      .notNull()
      .references(() => orderEvents.id),
    channel: text().$type<Channel>().notNull(),
    recipient: text().notNull(),
    ...dueColumns(),
    attempts: integer().notNull(),
    createdAt: timestamp("created_at").notNull(),
    sentAt: timestamp("sent_at"),
    /** The customer of the order, so that a search for their own messages does not read orders. */
    userId: text("user_id"),
    /** The text as it was sent. */
    subject: text(),
    text: text(),
    html: text(),
    /** Whether the sandbox wants the attempt that is being made to fail. */
    failsOnPurpose: integer("fails_on_purpose", { mode: "boolean" }).notNull().default(false),
    /** When Till gave up, after the last attempt. */
    failedAt: timestamp("failed_at"),
    /** Who took it, and their own id of it. Null in the inbox of a sandbox, where nobody took it. */
    provider: text(),
    providerId: text("provider_id"),
  },
  (table) => [
    uniqueIndex("notifications_event_channel").on(table.eventId, table.channel),
    index("notifications_order").on(table.orderId, table.id),
    index("notifications_taken_by")
      .on(table.takenBy)
      .where(sql`${table.takenBy} IS NOT NULL`),
    index("notifications_user").on(table.userId, table.id),
    index("notifications_channel").on(table.channel, table.id),
    index("notifications_due")
      .on(table.nextAttemptAt)
      .where(sql`${table.nextAttemptAt} IS NOT NULL`),
    index("notifications_failed")
      .on(table.id)
      .where(sql`${table.failedAt} IS NOT NULL`),
    // For what is kept for some time only. What is still due is not in it.
    index("notifications_kept")
      .on(table.createdAt)
      .where(sql`${table.nextAttemptAt} IS NULL`),
    check("notifications_channel_known", sql`${table.channel} IN (${words(channels)})`),
    check("notifications_attempts", sql`${table.attempts} >= 0`),
    check("notifications_sent", sql`${table.sentAt} IS NULL OR ${table.nextAttemptAt} IS NULL`),
  ],
);
