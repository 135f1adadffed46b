import type { Channel, EventType, MaskedSource } from "@till/contracts";
import { eventOfStatus } from "@till/domain";
import { type Placeholder, type SQL, and, eq, sql } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import { words } from "../schema/columns.ts";
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
} from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { build, type Given } from "../statements/statement.ts";
import { event, isUnapplied } from "./gate.ts";

// Each effect acts on the events that it is given, one or many: what follows a FROM (see `applying` in gate.ts).

/** What a customer's token says of them. */
export interface CustomerValues {
  readonly customerName: string;
  readonly customerHasName: boolean;
  readonly customerEmail: string | null;
  readonly customerPhone: string | null;
}

/**
 * Makes a customer of the actor, or brings them up to date, as their token says: before the messages are written, so
 * that they go to where the customer is reached now. What a token leaves out stays known. The order need not exist yet.
 */
export const saveCustomer = (
  given: Given<CustomerValues & { commandId: string; actorRole: string; actorId: string }>,
) =>
  insertFrom(
    customers,
    {
      id: given.actorId,
      role: given.actorRole,
      // A program is called as its key is.
      name: sql`coalesce((SELECT name FROM ${apiKeys} WHERE id = ${given.actorId}), ${given.customerName})`,
      email: given.customerEmail,
      phone: given.customerPhone,
    },
    sql`FROM ${orderEvents} LEFT JOIN ${orders} AS subject ON subject.id = order_id
      WHERE command_id = ${given.commandId} AND seq > coalesce(subject.version, 0)`,
    sql`ON CONFLICT (id) DO UPDATE SET role = excluded.role, name = iif(${given.customerHasName}, excluded.name, name),
      email = coalesce(excluded.email, email), phone = coalesce(excluded.phone, phone)`,
  );

/** Where a customer is reached on each channel. */
const contacts: Record<Channel, SQL> = { EMAIL: sql`${customers.email}`, SMS: sql`${customers.phone}` };

const contactPairs = sql.join(
  Object.entries(contacts).map(([channel, contact]) => sql`${words([channel])}, ${contact}`),
  sql`, `,
);

/** Puts the messages of events of these types into the outbox: one on each channel on which the customer is reached. */
export const notify = (events: SQL, types: readonly EventType[]) =>
  insertFrom(
    notifications,
    {
      orderId: sql`${orders.id}`,
      userId: sql`${orders.userId}`,
      eventId: sql`${event.id}`,
      channel: sql`contact.key`,
      recipient: sql`contact.value`,
      attempts: sql`0`,
      createdAt: sql`${event.at}`,
      nextAttemptAt: sql`${event.at}`,
    },
    sql`FROM ${events}
      JOIN ${customers} ON ${eq(customers.id, orders.userId)}
      JOIN json_each(json_object(${contactPairs})) AS contact
      WHERE contact.value IS NOT NULL AND ${event.type} IN (${words(types)})`,
  );

/** Writes the webhooks of events: a delivery for each endpoint that is switched on and wants events of that type. */
export const announce = (events: SQL) =>
  insertFrom(
    webhookDeliveries,
    {
      // Never used again, so a receiver that drops repeats by this id drops nothing else: a sandbox that is reset counts
      // its events from 1 again, but the time goes on.
      messageId: sql`format('msg_%d_%d_%s', ${event.id}, unixepoch(${event.at}), substr(endpoint.id, 5))`,
      endpointId: sql`endpoint.id`,
      orderId: sql`${orders.id}`,
      eventId: sql`${event.id}`,
      eventType: sql`${event.type}`,
      status: sql`'PENDING'`,
      createdAt: sql`${event.at}`,
      nextAttemptAt: sql`${event.at}`,
    },
    sql`FROM ${events}
      JOIN ${webhookEndpoints} AS endpoint ON endpoint.status = 'ENABLED'
      JOIN json_each(endpoint.event_types) AS wanted ON wanted.value = ${event.type}`,
  );

/** Takes the items of orders out of stock, or gives them back. Unlimited stock (null) stays null. */
export function moveStock(direction: "take" | "give back", events: SQL) {
  const moved = sql`(SELECT ${orderItems.productId} AS product_id, sum(${orderItems.quantity}) AS quantity
    FROM ${events} JOIN ${orderItems} ON ${eq(orderItems.orderId, orders.id)}
    GROUP BY ${orderItems.productId}) AS moved`;
  const sign = sql.raw(direction === "take" ? "-" : "+");
  return build
    .update(products)
    .set({ stock: sql`${products.stock} ${sign} moved.quantity` })
    .from(moved)
    .where(sql`${products.id} = moved.product_id`);
}

/** Counts the use of the discount code of a new order, in all and for its customer. */
export const takeDiscountUse = (events: SQL) => [
  build
    .update(discounts)
    .set({ uses: sql`${discounts.uses} + 1` })
    .from(events)
    .where(eq(discounts.code, orders.discountCode)),
  insertFrom(
    discountUses,
    { code: sql`${orders.discountCode}`, userId: sql`${orders.userId}`, uses: sql`1` },
    sql`FROM ${events} WHERE ${orders.discountCode} IS NOT NULL`,
    sql`ON CONFLICT (code, user_id) DO UPDATE SET uses = uses + 1`,
  ),
];

/** Gives the uses of the discount codes of orders back. Never below none: a shop may have set its count back. */
function giveBackDiscountUses(events: SQL) {
  const used = (by: SQL) => sql`(SELECT ${by}, count(*) AS uses FROM ${events}
    WHERE ${orders.discountCode} IS NOT NULL GROUP BY ${by}) AS given_back`;
  return [
    build
      .update(discounts)
      .set({ uses: sql`max(${discounts.uses} - given_back.uses, 0)` })
      .from(used(sql`${orders.discountCode}`))
      .where(sql`${discounts.code} = given_back.discount_code`),
    build
      .update(discountUses)
      .set({ uses: sql`max(${discountUses.uses} - given_back.uses, 0)` })
      .from(used(sql`${orders.discountCode}, ${orders.userId}`))
      .where(sql`${discountUses.code} = given_back.discount_code AND ${discountUses.userId} = given_back.user_id`),
  ];
}

/** Closes attempts that still wait for the customer: their order is gone. */
const closeAttempts = (events: SQL) =>
  build
    .update(payments)
    .set({ status: "FAILED", declineCode: "cancelled", settledAt: sql`${event.at}` })
    .from(events)
    .where(and(eq(payments.orderId, orders.id), sql`${payments.status} = 'REQUIRES_ACTION'`));

/** What a cancelled or expired order held is free again. */
export const release = (events: SQL) => [
  closeAttempts(events),
  moveStock("give back", events),
  ...giveBackDiscountUses(events),
];

/** What a payment says of itself, besides what its order and its event say. */
interface Attempt {
  readonly status: SQL;
  readonly source: Placeholder | string;
  readonly settledAt: SQL;
  readonly declineCode?: SQL;
  readonly reference?: SQL;
  readonly nextAttemptAt?: SQL;
}

/** Keeps the attempt to pay of a command's event: for the whole of its order, the way that order is paid. */
export const insertPayment = (events: SQL, attempt: Attempt) =>
  insertFrom(
    payments,
    {
      id: sql`${event.paymentId}`,
      orderId: sql`${orders.id}`,
      amount: sql`${orders.totalAmount}`,
      method: sql`${orders.paymentMethod}`,
      createdAt: sql`${event.at}`,
      ...attempt,
    },
    sql`FROM ${events}`,
  );

/** How a masked source is kept. */
export const toSourceColumn = (source: MaskedSource): string => JSON.stringify(source);

const isPaid = sql`${event.type} = ${words([eventOfStatus.SUCCEEDED])}`;

/** The change of an order to which an attempt has come to its end: it is paid, or as payable as before. */
export const paidIfSucceeded = {
  status: sql`iif(${isPaid}, 'PAID', ${orders.status})`,
  paidAt: sql`iif(${isPaid}, ${event.at}, NULL)`,
};

/**
 * The last write of every command: changes the orders and marks the events as applied, by moving each order's version
 * up to its event.
 */
export const advance = (changes: SQLiteUpdateSetSource<typeof orders>, whose: SQL) =>
  build
    .update(orders)
    .set({ ...changes, updatedAt: sql`${event.at}`, version: sql`${event.seq}` })
    .from(event)
    .where(and(eq(orders.id, event.orderId), isUnapplied(whose)));
