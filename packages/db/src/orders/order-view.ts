import { type Order, type OrderItem, type Payment, type Refund, declineCodes } from "@till/contracts";
import { type Actor, availableActions, pages } from "@till/domain";
import { asc, isNotNull, or, type Placeholder, type SQL, sql } from "drizzle-orm";
import { notifications, orderEvents, orderItems } from "../schema/schema.ts";
import { build } from "../statements/statement.ts";

/** Two attempts of one millisecond have no order of time; the one that was written first is the first. */
export const inOrderOfWriting = { orderBy: sql`rowid` };

const whole = {
  items: { columns: { orderId: false, position: false } as const, orderBy: asc(orderItems.position) },
  payments: { columns: { orderId: false, reference: false, askAgainAt: false } as const, ...inOrderOfWriting },
  refunds: { columns: { orderId: false, settledAt: false, askAgainAt: false } as const, ...inOrderOfWriting },
};

/** Orders with their lines, payments and refunds, in one statement. */
export const selectOrders = (options: { where?: SQL | undefined; orderBy?: SQL; limit?: Placeholder }) =>
  build.query.orders.findMany({ ...options, with: whole });

/** One order with its lines, payments and refunds, in one statement. */
export const selectOrder = (where: SQL) => build.query.orders.findFirst({ where, with: whole });

export type OrderRow = NonNullable<Awaited<ReturnType<typeof selectOrder>>>;

/** One order with all that happened to it, in one statement. */
export const selectStory = (where: SQL) =>
  build.query.orders.findFirst({
    where,
    with: {
      ...whole,
      events: { orderBy: asc(orderEvents.seq) },
      notifications: {
        where: or(isNotNull(notifications.sentAt), isNotNull(notifications.failedAt)),
        orderBy: asc(notifications.id),
      },
    },
  });

/** Who looks at an order, when, and at which address Till is reached. */
export interface Viewer {
  readonly actor: Actor;
  readonly now: string;
  /** Where Till's own pages are: `https://till.example`. */
  readonly origin: string;
}

/** An order as this caller sees it, with what they may do next. What is not named here stays inside. */
export function toOrder(row: OrderRow, { actor, now, origin }: Viewer): Order {
  const paid = row.payments.find(({ status }) => status === "SUCCEEDED");
  return {
    id: row.id,
    userId: row.userId,
    customer: { name: row.customerName, email: row.customerEmail, phone: row.customerPhone },
    status: row.status,
    paymentMethod: row.paymentMethod,
    currency: row.currency,
    subtotalAmount: row.subtotalAmount,
    discountAmount: row.discountAmount,
    discountCode: row.discountCode,
    totalAmount: row.totalAmount,
    refundedAmount: row.refundedAmount,
    items: row.items.map(toItem),
    payments: row.payments.map((attempt) => toPayment({ ...attempt, orderId: row.id }, origin)),
    refunds: row.refunds.map((refund) => toRefund({ ...refund, orderId: row.id })),
    receiptUrl: paid ? `${origin}${pages.receipt(paid.id)}` : null,
    actions: availableActions(row, actor, now),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    expiresAt: row.expiresAt,
    paidAt: row.paidAt,
    cancelledAt: row.cancelledAt,
    cancelReason: row.cancelReason,
  };
}

const toItem = (row: OrderRow["items"][number]): OrderItem => ({
  productId: row.productId,
  sku: row.sku,
  name: row.name,
  quantity: row.quantity,
  unitPrice: row.unitPrice,
  discountAmount: row.discountAmount,
  totalAmount: row.totalAmount,
});

/** A row of an order. */
type Of<Row> = Row & { readonly orderId: number };

/** An attempt to pay as its customer sees it. */
export function toPayment(row: Of<OrderRow["payments"][number]>, origin: string): Payment {
  const ownPage = row.status === "REQUIRES_ACTION" ? `${origin}${pages.confirm(row.id)}` : null;
  const url = row.settledAt === null ? (row.actionUrl ?? ownPage) : null;
  return {
    id: row.id,
    orderId: row.orderId,
    amount: row.amount,
    status: row.status,
    method: row.method,
    source: row.source,
    declineCode: row.declineCode,
    declineMessage: row.declineCode && declineCodes[row.declineCode],
    nextAction: url === null ? null : { type: "redirect", url },
    createdAt: row.createdAt,
    settledAt: row.settledAt,
  };
}

const toRefund = (row: Of<OrderRow["refunds"][number]>): Refund => ({
  id: row.id,
  orderId: row.orderId,
  paymentId: row.paymentId,
  amount: row.amount,
  reason: row.reason,
  restocked: row.restocked,
  createdAt: row.createdAt,
});
