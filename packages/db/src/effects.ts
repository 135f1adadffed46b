import type { Channel, MaskedSource } from "@till/contracts";
import { eventOfStatus, messageEvents } from "@till/domain";
import { type SQL, and, eq, inArray, sql } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import type { CommandContext } from "./command.ts";
import type { Database } from "./database.ts";
import { insertFrom } from "./insert-from.ts";
import {
  apiKeys,
  customers,
  discountUses,
  discounts,
  notifications,
  orderEvents,
  orderItems,
  orders,
  payments,
  products,
  webhookDeliveries,
  webhookEndpoints,
} from "./schema/schema.ts";

// Each effect acts on the events that it is given, one or many: rows of a subquery named `order_events`
// (see `applying` in gate.ts).

/**
 * Makes a customer of whoever gives a command for themselves, or brings them up to date, as their token says: before
 * the messages are written, so that they go to where the customer is reached now. What a token leaves out stays known.
 */
export function saveCustomer(db: Database, events: SQL, { actor }: Pick<CommandContext, "actor">) {
  if (actor.role !== "customer") return [];
  const { id, role, name, email, phone } = actor;
  return [
    insertFrom(
      db,
      customers,
      // A program is called as its key is.
      {
        id,
        role,
        name: sql`coalesce((SELECT key.name FROM ${apiKeys} AS key WHERE key.id = ${id}), ${name})`,
        email,
        phone,
      },
      sql`FROM ${events} WHERE TRUE`,
      sql`ON CONFLICT (id) DO UPDATE SET role = excluded.role, name = excluded.name,
        email = coalesce(excluded.email, email), phone = coalesce(excluded.phone, phone)`,
    ),
  ];
}

/** Where a customer is reached on each channel. */
const contacts: Record<Channel, SQL> = { EMAIL: sql`${customers.email}`, SMS: sql`${customers.phone}` };

const contactPairs = sql.join(
  Object.entries(contacts).map(([channel, contact]) => sql`${sql.raw(`'${channel}'`)}, ${contact}`),
  sql`, `,
);

/** Puts the messages of events into the outbox: one on each channel on which the customer is reached. */
export const notify = (db: Database, events: SQL) =>
  insertFrom(
    db,
    notifications,
    {
      orderId: sql`${orderEvents.orderId}`,
      userId: sql`${orders.userId}`,
      eventId: sql`${orderEvents.id}`,
      channel: sql`contact.key`,
      recipient: sql`contact.value`,
      attempts: 0,
      createdAt: sql`${orderEvents.at}`,
      nextAttemptAt: sql`${orderEvents.at}`,
    },
    sql`FROM ${events}
      JOIN ${orders} ON ${eq(orders.id, orderEvents.orderId)}
      JOIN ${customers} ON ${eq(customers.id, orders.userId)}
      JOIN json_each(json_object(${contactPairs})) AS contact
      WHERE contact.value IS NOT NULL AND ${inArray(orderEvents.type, messageEvents)}`,
  );

/** Writes the webhooks of events: a delivery for each endpoint that is switched on and wants events of that type. */
export const announce = (db: Database, events: SQL) =>
  insertFrom(
    db,
    webhookDeliveries,
    {
      // Never used again, so a receiver that drops repeats by this id drops nothing else: a sandbox that is reset counts
      // its events from 1 again, but the time goes on.
      messageId: sql`'msg_' || ${orderEvents.id} || '_' || unixepoch(${orderEvents.at}) || '_' || substr(endpoint.id, 5)`,
      endpointId: sql`endpoint.id`,
      orderId: sql`${orderEvents.orderId}`,
      eventId: sql`${orderEvents.id}`,
      eventType: sql`${orderEvents.type}`,
      status: "PENDING",
      createdAt: sql`${orderEvents.at}`,
      nextAttemptAt: sql`${orderEvents.at}`,
    },
    sql`FROM ${events}
      JOIN ${webhookEndpoints} AS endpoint ON endpoint.status = 'ENABLED'
      JOIN json_each(endpoint.event_types) AS wanted ON wanted.value = ${orderEvents.type}
      WHERE TRUE`,
  );

/** Takes the items of orders out of stock, or gives them back. Unlimited stock (null) stays null. */
export function moveStock(db: Database, direction: "take" | "give back", events: SQL) {
  const moved = sql`(SELECT ${orderItems.productId} AS product_id, sum(${orderItems.quantity}) AS quantity
    FROM ${events} JOIN ${orderItems} ON ${eq(orderItems.orderId, orderEvents.orderId)}
    GROUP BY ${orderItems.productId}) AS moved`;
  const sign = sql.raw(direction === "take" ? "-" : "+");
  return db
    .update(products)
    .set({ stock: sql`${products.stock} ${sign} moved.quantity` })
    .from(moved)
    .where(sql`${products.id} = moved.product_id`);
}

/** Counts the use of the discount code of a new order, in all and for its customer. */
export const takeDiscountUse = (db: Database, events: SQL) => [
  db
    .update(discounts)
    .set({ uses: sql`${discounts.uses} + 1` })
    .from(events)
    .where(
      sql`${discounts.code} = (SELECT discount_code FROM ${orders} AS subject WHERE subject.id = ${orderEvents.orderId})`,
    ),
  insertFrom(
    db,
    discountUses,
    { code: sql`${orders.discountCode}`, userId: sql`${orders.userId}`, uses: 1 },
    sql`FROM ${events} JOIN ${orders} ON ${eq(orders.id, orderEvents.orderId)} WHERE ${orders.discountCode} IS NOT NULL`,
    sql`ON CONFLICT (code, user_id) DO UPDATE SET uses = uses + 1`,
  ),
];

/** Gives the uses of the discount codes of orders back. Never below none: a shop may have set its count back. */
function giveBackDiscountUses(db: Database, events: SQL) {
  const used = (by: SQL) => sql`(SELECT ${by}, count(*) AS uses
    FROM ${events} JOIN ${orders} ON ${eq(orders.id, orderEvents.orderId)}
    WHERE ${orders.discountCode} IS NOT NULL GROUP BY ${by}) AS given_back`;
  return [
    db
      .update(discounts)
      .set({ uses: sql`max(${discounts.uses} - given_back.uses, 0)` })
      .from(used(sql`${orders.discountCode}`))
      .where(sql`${discounts.code} = given_back.discount_code`),
    db
      .update(discountUses)
      .set({ uses: sql`max(${discountUses.uses} - given_back.uses, 0)` })
      .from(used(sql`${orders.discountCode}, ${orders.userId}`))
      .where(sql`${discountUses.code} = given_back.discount_code AND ${discountUses.userId} = given_back.user_id`),
  ];
}

/** Closes attempts that still wait for the customer: their order is gone. */
const closeAttempts = (db: Database, events: SQL) =>
  db
    .update(payments)
    .set({ status: "FAILED", declineCode: "cancelled", settledAt: sql`${orderEvents.at}` })
    .from(events)
    .where(and(eq(payments.orderId, orderEvents.orderId), eq(payments.status, "REQUIRES_ACTION")));

/** What a cancelled or expired order held is free again. */
export const release = (db: Database, events: SQL) => [
  closeAttempts(db, events),
  moveStock(db, "give back", events),
  ...giveBackDiscountUses(db, events),
];

/** What a payment says of itself, besides what its order and its event say. */
interface Attempt {
  readonly status: SQL | string;
  readonly source: MaskedSource;
  readonly settledAt: SQL;
  readonly declineCode?: SQL;
  readonly reference?: SQL;
  readonly askAgainAt?: SQL;
}

/** Keeps the attempt to pay of a command's event: for the whole of its order, the way that order is paid. */
export const insertPayment = (db: Database, events: SQL, { source, ...attempt }: Attempt) =>
  insertFrom(
    db,
    payments,
    {
      id: sql`${orderEvents.paymentId}`,
      orderId: sql`${orders.id}`,
      amount: sql`${orders.totalAmount}`,
      method: sql`${orders.paymentMethod}`,
      source: JSON.stringify(source),
      createdAt: sql`${orderEvents.at}`,
      ...attempt,
    },
    sql`FROM ${events} JOIN ${orders} ON ${eq(orders.id, orderEvents.orderId)} WHERE TRUE`,
  );

/** The change of an order to which an attempt has come to its end: it is paid, or as payable as before. */
export const paidIfSucceeded = {
  status: sql`iif(${orderEvents.type} = ${eventOfStatus.SUCCEEDED}, 'PAID', ${orders.status})`,
  paidAt: sql`iif(${orderEvents.type} = ${eventOfStatus.SUCCEEDED}, ${orderEvents.at}, ${orders.paidAt})`,
};

/**
 * The last write of every command: changes the orders and marks the events as applied, by moving each order's version
 * up to its event.
 */
export const advance = (db: Database, changes: SQLiteUpdateSetSource<typeof orders>, events: SQL) =>
  db
    .update(orders)
    .set({ ...changes, updatedAt: sql`${orderEvents.at}`, version: sql`${orderEvents.seq}` })
    .from(events)
    .where(eq(orders.id, orderEvents.orderId));
