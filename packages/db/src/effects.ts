import type { Channel } from "@till/contracts";
import { messageEvents } from "@till/domain";
import { type SQL, eq, inArray, sql } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import type { CommandContext } from "./command.ts";
import type { Database } from "./database.ts";
import { applying } from "./gate.ts";
import { insertFrom } from "./insert-from.ts";
import { customers, notifications, orderEvents, orderItems, orders, products } from "./schema/schema.ts";

/** Where a customer is reached on each channel. */
const contacts: Record<Channel, SQL> = { EMAIL: sql`${customers.email}`, SMS: sql`${customers.phone}` };

const contactPairs = sql.join(
  Object.entries(contacts).map(([channel, contact]) => sql`${sql.raw(`'${channel}'`)}, ${contact}`),
  sql`, `,
);

/** Puts the messages of this command's event into the outbox: one on each channel on which the customer is reached. */
export const notify = (db: Database, { commandId }: CommandContext) =>
  insertFrom(
    db,
    notifications,
    {
      orderId: sql`${orderEvents.orderId}`,
      eventId: sql`${orderEvents.id}`,
      channel: sql`contact.key`,
      recipient: sql`contact.value`,
      attempts: 0,
      createdAt: sql`${orderEvents.at}`,
      nextAttemptAt: sql`${orderEvents.at}`,
    },
    sql`FROM ${applying(commandId)}
      JOIN ${orders} ON ${eq(orders.id, orderEvents.orderId)}
      JOIN ${customers} ON ${eq(customers.id, orders.userId)}
      JOIN json_each(json_object(${contactPairs})) AS contact
      WHERE contact.value IS NOT NULL AND ${inArray(orderEvents.type, messageEvents)}`,
  );

/** Takes the items of this command's order out of stock, or gives them back. Unlimited stock (null) stays null. */
export function moveStock(db: Database, direction: "take" | "give back", { commandId }: CommandContext) {
  const moved = sql`(SELECT ${orderItems.productId} AS product_id, sum(${orderItems.quantity}) AS quantity
    FROM ${applying(commandId)} JOIN ${orderItems} ON ${eq(orderItems.orderId, orderEvents.orderId)}
    GROUP BY ${orderItems.productId}) AS moved`;
  const sign = sql.raw(direction === "take" ? "-" : "+");
  return db
    .update(products)
    .set({ stock: sql`${products.stock} ${sign} moved.quantity` })
    .from(moved)
    .where(sql`${products.id} = moved.product_id`);
}

/**
 * The last write of every command: changes the order and marks its event as applied by moving the order's version up
 * to it.
 */
export const advance = (
  db: Database,
  changes: SQLiteUpdateSetSource<typeof orders>,
  { commandId, now }: CommandContext,
) =>
  db
    .update(orders)
    .set({ ...changes, updatedAt: now, version: sql`${orderEvents.seq}` })
    .from(applying(commandId))
    .where(eq(orders.id, orderEvents.orderId));
