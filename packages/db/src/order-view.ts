import { type Order, type Payment, declineCodes } from "@till/contracts";
import { type Actor, availableActions, pages } from "@till/domain";
import { type SQL, asc, isNotNull, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { notifications, orderEvents, orderItems } from "./schema/schema.ts";

/** Two attempts of one millisecond have no order of time; the one that was written first is the first. */
export const inOrderOfWriting = { orderBy: sql`rowid` };

const whole = {
  customer: { columns: { name: true, email: true, phone: true } as const },
  items: { orderBy: asc(orderItems.position) },
  payments: inOrderOfWriting,
  refunds: inOrderOfWriting,
};

/** Orders with their customer, lines, payments and refunds, in one statement. */
export const selectOrders = (db: Database, options: { where?: SQL | undefined; orderBy?: SQL; limit: number }) =>
  db.query.orders.findMany({ ...options, with: whole });

/** One order with its customer, lines, payments and refunds, in one statement. */
export const selectOrder = (db: Database, where: SQL) => db.query.orders.findFirst({ where, with: whole });

export type OrderRow = NonNullable<Awaited<ReturnType<typeof selectOrder>>>;
type PaymentRow = OrderRow["payments"][number];

/** One order with all that happened to it, in one statement. */
export const selectStory = (db: Database, where: SQL) =>
  db.query.orders.findFirst({
    where,
    with: {
      ...whole,
      events: { orderBy: asc(orderEvents.seq) },
      notifications: { where: isNotNull(notifications.sentAt), orderBy: asc(notifications.id) },
    },
  });

/** Who looks at an order, when, and at which address Till is reached. */
export interface Viewer {
  readonly actor: Actor;
  readonly now: string;
  /** Where Till's own pages are: `https://till.example`. */
  readonly origin: string;
}

/** An order as this caller sees it: without the bookkeeping, with what they may do next. */
export function toOrder(row: OrderRow, { actor, now, origin }: Viewer): Order {
  const { version: _version, items, payments: attempts, refunds: givenBack, ...order } = row;
  const paid = attempts.find(({ status }) => status === "SUCCEEDED");
  return {
    ...order,
    items: items.map(({ orderId: _orderId, position: _position, ...item }) => item),
    payments: attempts.map((attempt) => toPayment(attempt, origin)),
    refunds: givenBack.map(({ askAgainAt: _askAgainAt, settledAt: _settledAt, ...refund }) => refund),
    receiptUrl: paid ? `${origin}${pages.receipt(paid.id)}` : null,
    actions: availableActions(row, actor, now),
  };
}

/** An attempt to pay as its customer sees it. */
export function toPayment(row: PaymentRow, origin: string): Payment {
  const { reference: _reference, askAgainAt: _askAgainAt, actionUrl, ...payment } = row;
  const ownPage = payment.status === "REQUIRES_ACTION" ? `${origin}${pages.confirm(payment.id)}` : null;
  const url = payment.settledAt === null ? (actionUrl ?? ownPage) : null;
  return {
    ...payment,
    declineMessage: payment.declineCode && declineCodes[payment.declineCode],
    nextAction: url === null ? null : { type: "redirect", url },
  };
}
