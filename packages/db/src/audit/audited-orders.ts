import { limits } from "@till/contracts";
import type { AuditedOrder } from "@till/domain";
import { type Column, type SQL, getTableColumns, sql } from "drizzle-orm";
import { jsonObject, ofOrder } from "../orders/order-view.ts";
import { orderEvents, orderItems, orders, payments, refunds, stockMovements } from "../schema/schema.ts";
import { type Given, statementOf } from "../statements/statement.ts";

const pick = <Columns extends Record<string, Column>, Name extends keyof Columns>(columns: Columns, names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, columns[name]])) as Pick<Columns, Name>;

const orderColumns = pick(getTableColumns(orders), [
  "version",
  "userId",
  "status",
  "paymentMethod",
  "currency",
  "subtotalAmount",
  "discountAmount",
  "discountCode",
  "extraAmount",
  "totalAmount",
  "refundedAmount",
  "pendingRefundAmount",
  "createdAt",
  "updatedAt",
  "expiresAt",
  "paidAt",
  "cancelledAt",
  "cancelReason",
  "invoiceNumber",
  "recorded",
]);
const { orderId: _orderId, ...itemColumns } = getTableColumns(orderItems);
const paymentColumns = pick(getTableColumns(payments), [
  "id",
  "amount",
  "status",
  "method",
  "declineCode",
  "createdAt",
  "settledAt",
]);
const refundColumns = pick(getTableColumns(refunds), [
  "id",
  "paymentId",
  "amount",
  "status",
  "reason",
  "failureReason",
  "restocked",
  "createdAt",
]);
const movementColumns = pick(getTableColumns(stockMovements), ["productId", "change"]);
const eventColumns = pick(getTableColumns(orderEvents), [
  "id",
  "orderId",
  "seq",
  "type",
  "actorId",
  "at",
  "paymentId",
  "refundId",
  "amount",
  "reason",
  "data",
]);

/** The rows of an order that an audit compares. `data` of an event stays text, because unreadable data is a finding. */
const selected = sql.join(
  [
    sql`id`,
    ofOrder(orderEvents, eventColumns, sql`seq`),
    sql`(SELECT ${jsonObject(orderColumns)} FROM ${orders} AS found WHERE found.id = ${orders.id})`,
    ofOrder(orderItems, itemColumns, sql`position`),
    ofOrder(payments, paymentColumns, sql`rowid`),
    ofOrder(refunds, refundColumns, sql`rowid`),
    // So each piece of an audit shows that no number is left out, and none has to count them all.
    sql`(SELECT max(invoice_number) FROM ${orders} AS before WHERE invoice_number <
      (SELECT invoice_number FROM ${orders} AS found WHERE found.id = ${orders.id}))`,
    ofOrder(stockMovements, movementColumns, sql`product_id, cause`),
  ],
  sql`, `,
);

function toAuditedOrder([id, ...parts]: readonly unknown[]): AuditedOrder {
  const [events, order, items, attempts, givenBack, invoiceBefore, movements] = parts.map(
    (part) => JSON.parse(String(part)) as unknown,
  );
  return { id, events, order, items, payments: attempts, refunds: givenBack, invoiceBefore, movements } as AuditedOrder;
}

interface Place {
  readonly after: number;
}

/** The numbers of the next orders: those that have a row, and those of which only events tell. */
const nextIds = ({ after }: Given<Place>): SQL => sql`SELECT id FROM ${orders} WHERE id > ${after}
  UNION SELECT order_id FROM ${orderEvents} WHERE order_id > ${after} ORDER BY 1 LIMIT ${sql.raw(String(limits.auditOrders + 1))}`;

/** Selects the orders of one piece of an audit, and one more that says that there are others. */
export const selectAuditedOrders = statementOf<AuditedOrder, Place>(
  (given) => sql`SELECT ${selected} FROM (${nextIds(given)}) AS ${orders}`,
  toAuditedOrder,
);
