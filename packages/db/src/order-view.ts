import type { Order, Payment } from "@till/contracts";
import { type Actor, availableActions } from "@till/domain";
import { type SQL, asc, isNotNull } from "drizzle-orm";
import type { Database } from "./database.ts";
import { notifications, orderEvents, orderItems, payments } from "./schema/schema.ts";

const whole = {
  items: { orderBy: asc(orderItems.position) },
  payments: { orderBy: [asc(payments.createdAt), asc(payments.id)] },
};

/** Orders with their lines and payments, in one statement. */
export const selectOrders = (db: Database, options: { where?: SQL | undefined; orderBy?: SQL; limit: number }) =>
  db.query.orders.findMany({ ...options, with: whole });

/** One order with its lines and payments, in one statement. */
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

/** An order as this caller sees it: without the bookkeeping, with what they may do next. */
export function toOrder(row: OrderRow, actor: Actor, now: string): Order {
  const { version: _version, items, payments: attempts, ...order } = row;
  return {
    ...order,
    items: items.map(({ orderId: _orderId, position: _position, ...item }) => item),
    payments: attempts.map(toPayment),
    actions: availableActions(row, actor, now),
  };
}

export const toPayment = (row: PaymentRow): Payment => ({ ...row, nextAction: null });
