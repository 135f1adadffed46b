import type { EventType } from "@till/contracts";
import type { Actor, CommandName } from "@till/domain";
import { type SQLWrapper, sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { timestamp } from "./columns.ts";
import { orders } from "./orders.ts";

/** The discount code that the event of a new order names: the expression of an index. */
export const discountCodeOf = (data: SQLWrapper) => sql`${data} ->> '$.discountCode'`;

/** Whose order the event of a new order is about: who placed it, or for whom somebody else did. */
export const buyerOf = (data: SQLWrapper, actorId: SQLWrapper) => sql`coalesce(${data} ->> '$.userId', ${actorId})`;

/**
 * What happened to each order, in order: the lock of every command, the audit trail, the timeline that people read, and
 * the source of messages. Rows are only added.
 *
 * The foreign key to the order is checked at the end of the batch, because the event of `create` is written before its
 * order. The generator does not support `DEFERRABLE INITIALLY DEFERRED`, so the migration has it by hand.
 */
export const orderEvents = sqliteTable(
  "order_events",
  {
    id: integer().primaryKey(),
    orderId: integer("order_id")
      .notNull()
      .references(() => orders.id),
    seq: integer().notNull(),
    commandId: text("command_id").notNull(),
    command: text().$type<CommandName>().notNull(),
    type: text().$type<EventType>().notNull(),
    actorRole: text("actor_role").$type<Actor["role"]>().notNull(),
    actorId: text("actor_id").notNull(),
    at: timestamp("at").notNull(),
    idempotencyKey: text("idempotency_key"),
    fingerprint: text().notNull(),
    paymentId: text("payment_id"),
    refundId: text("refund_id"),
    /** The amount of a refund. */
    amount: integer(),
    reason: text(),
    /**
     * What the gate of a command found, as JSON, so that later statements do not look again: the priced basket of
     * `create`, the gateway's answer to `pay`. It also keeps what only the input says and an audit needs
     * (`event-data.ts` of the contracts): how and until when an order is paid, whether a refund puts items back.
     */
    data: text(),
  },
  (table) => [
    uniqueIndex("order_events_order_seq").on(table.orderId, table.seq),
    uniqueIndex("order_events_command").on(table.commandId),
    uniqueIndex("order_events_key").on(table.actorId, table.idempotencyKey),
    // An audit counts the orders that use a discount code, in all and by customer.
    index("order_events_discount")
      .on(sql`${discountCodeOf(table.data)}`, sql`${buyerOf(table.data, table.actorId)}`)
      .where(sql`${discountCodeOf(table.data)} IS NOT NULL`),
    check("order_events_seq", sql`${table.seq} >= 1`),
  ],
);
