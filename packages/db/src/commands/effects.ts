import type { Channel, EventType, MaskedSource } from "@till/contracts";
import { type CardFacts, eventOfStatus, messagesPerHour, sourceOfCard } from "@till/domain";
import { type Placeholder, type SQL, and, eq, sql } from "drizzle-orm";
import type { SQLiteUpdateSetSource } from "drizzle-orm/sqlite-core";
import { constant, words } from "../schema/columns.ts";
import {
  apiKeys,
  customers,
  discountUses,
  discounts,
  notifications,
  orderEvents,
  orders,
  payments,
  webhookDeliveries,
  webhookEndpoints,
} from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { build, type Given } from "../statements/statement.ts";
import { event, isUnapplied } from "./gate.ts";
import { returnStock } from "./move-stock.ts";

// Each effect acts on one or many events. `events` is what follows a FROM (see `applying` in gate.ts).

/** The customer's details from their token. */
export interface CustomerValues {
  readonly customerName: string;
  readonly customerHasName: boolean;
  readonly customerEmail: string | null;
  readonly customerPhone: string | null;
}

/**
 * Creates the actor's customer record, or updates it from their token. This runs before messages are written, so that
 * they go to the current address. Details that the token omits keep their old values. The order need not exist yet.
 */
export const saveCustomer = (
  given: Given<CustomerValues & { commandId: string; actorRole: string; actorId: string }>,
) =>
  insertFrom(
    customers,
    {
      id: given.actorId,
      role: given.actorRole,
      // A program has the name of its key.
      name: sql`coalesce((SELECT name FROM ${apiKeys} WHERE id = ${given.actorId}), ${given.customerName})`,
      email: given.customerEmail,
      phone: given.customerPhone,
    },
    sql`FROM ${orderEvents} LEFT JOIN ${orders} AS subject ON subject.id = order_id
      WHERE command_id = ${given.commandId} AND seq > coalesce(subject.version, 0)`,
    sql`ON CONFLICT (id) DO UPDATE SET role = excluded.role, name = iif(${given.customerHasName}, excluded.name, name),
      email = coalesce(excluded.email, email), phone = coalesce(excluded.phone, phone)`,
  );

/** The customer's contact on each channel, for an order without a contact of its own. */
const contacts: Record<Channel, SQL> = { EMAIL: sql`${customers.email}`, SMS: sql`${customers.phone}` };

const contactPairs = sql.join(
  Object.entries(contacts).map(([channel, contact]) => sql`${words([channel])}, ${contact}`),
  sql`, `,
);

/** Holds unless an event comes when the customer has had enough messages about the order, on this channel, in an hour. */
function isNotTooOften(types: readonly EventType[]): SQL | undefined {
  // The hour before the event is a function of the event's own time, and no clock.
  const sent = sql`(SELECT count(*) FROM ${notifications} AS sent WHERE sent.order_id = ${orders.id}
    AND sent.channel = contact.key AND sent.created_at > strftime('%Y-%m-%dT%H:%M:%fZ', ${event.at}, '-1 hour'))`;
  return and(
    ...types.map((type) => {
      const most = messagesPerHour[type];
      return most === undefined ? undefined : sql`(${event.type} <> ${words([type])} OR ${sent} < ${constant(most)})`;
    }),
  );
}

/**
 * Puts the messages of events of these types into the outbox: one on each channel on which the order's contact, or else
 * the customer, is reached, as long as they do not come too often.
 */
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
      JOIN json_each(coalesce(${orders.recorded} -> '$.contact', json_object(${contactPairs}))) AS contact
      WHERE ${and(sql`contact.value IS NOT NULL AND ${event.type} IN (${words(types)})`, isNotTooOften(types))}`,
  );

/** Writes the webhooks of events: a delivery for each enabled endpoint that subscribes to the event's type. */
export const announce = (events: SQL) =>
  insertFrom(
    webhookDeliveries,
    {
      // The time keeps this id unique: a sandbox reset restarts the count of events at 1, and a receiver that drops
      // repeated ids must not drop new webhooks.
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

/** Counts the use of a new order's discount code, in total and for its customer. */
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

/** Releases the discount uses of orders. The count never goes below zero: a shop may have lowered it by hand. */
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

/** Closes attempts that wait for the customer: their order has ended, or their customer has made another one. */
export const closeAttempts = (events: SQL, declineCode: "cancelled" | "attempt_replaced") =>
  build
    .update(payments)
    .set({ status: "FAILED", declineCode, settledAt: sql`${event.at}` })
    .from(events)
    .where(and(eq(payments.orderId, orders.id), sql`${payments.status} = 'REQUIRES_ACTION'`));

/** Releases what a cancelled or expired order held. */
export const release = (cause: "ORDER_CANCELLED" | "ORDER_EXPIRED", events: SQL) => [
  closeAttempts(events, "cancelled"),
  returnStock(cause, events),
  ...giveBackDiscountUses(events),
];

/** The details of a payment that its order and event do not have. */
interface Attempt {
  readonly status: SQL;
  readonly source: Placeholder | string;
  readonly gateway: Placeholder | string;
  readonly settledAt: SQL;
  readonly declineCode?: SQL;
  readonly reference?: SQL;
  readonly nextAttemptAt?: SQL;
}

/** Records the payment attempt of a command's event. It covers the whole order and uses the order's payment method. */
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

/** Formats a masked source for its column. */
export const toSourceColumn = (source: MaskedSource): string => JSON.stringify(source);

/** The same of a card that a gateway tells of; null if it tells of none, and what is stored stays. */
export function cardColumn(card: CardFacts | undefined): string | null {
  const source = card && sourceOfCard(card);
  return source ? toSourceColumn(source) : null;
}

const isPaid = sql`${event.type} = ${words([eventOfStatus.SUCCEEDED])}`;

/** One more than the last number. Commands write one after the other, so no number is given twice or left out. */
const nextInvoiceNumber = sql`(SELECT coalesce(max(i.invoice_number), 0) + 1 FROM ${orders} AS i WHERE i.invoice_number > 0)`;

/** The change to an order when an attempt ends: the order is paid and gets its invoice number, or stays payable. */
export const paidIfSucceeded = {
  status: sql`iif(${isPaid}, 'PAID', ${orders.status})`,
  paidAt: sql`iif(${isPaid}, ${event.at}, NULL)`,
  invoiceNumber: sql`iif(${isPaid}, ${nextInvoiceNumber}, NULL)`,
};

/**
 * The last write of every command. It changes the orders, and marks the events as applied by setting each order's
 * version to the number of its event.
 */
export const advance = (changes: SQLiteUpdateSetSource<typeof orders>, whose: SQL) =>
  build
    .update(orders)
    .set({ ...changes, updatedAt: sql`${event.at}`, version: sql`${event.seq}` })
    .from(event)
    .where(and(eq(orders.id, event.orderId), isUnapplied(whose)));
