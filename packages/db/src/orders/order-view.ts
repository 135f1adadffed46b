import { type Order, type OrderItem, type Payment, type Refund, declineCodes } from "@till/contracts";
import { type Actor, availableActions, pages } from "@till/domain";
import { type Column, type GetColumnData, type SQL, asc, getTableColumns, isNotNull, or, sql } from "drizzle-orm";
import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { words } from "../schema/columns.ts";
import { notifications, orderEvents, orderItems, orders, payments, refunds } from "../schema/schema.ts";
import { buildRelational } from "../statements/relational.ts";
import { type Given, statementOf } from "../statements/statement.ts";
import { fromRecorded } from "./recorded.ts";

/** Two attempts can have the same millisecond, so they are sorted by the order in which they were written. */
export const inOrderOfWriting = { orderBy: sql`rowid` };

/** The columns that say how due work on a row stands. */
type DueColumn = "attempts" | "nextAttemptAt" | "takenBy" | "lastError";

function withoutDueWork<Columns extends Record<DueColumn, Column>>(columns: Columns): Omit<Columns, DueColumn> {
  const {
    attempts: _attempts,
    nextAttemptAt: _nextAttemptAt,
    takenBy: _takenBy,
    lastError: _lastError,
    ...others
  } = columns;
  return others;
}

const { version: _version, reservedPieces: _reservedPieces, ...orderColumns } = getTableColumns(orders);
const { orderId: _ofItem, position: _position, ...itemColumns } = getTableColumns(orderItems);
const {
  orderId: _ofPayment,
  gateway: _gateway,
  reference: _reference,
  ...paymentColumns
} = withoutDueWork(getTableColumns(payments));
const { orderId: _ofRefund, refusals: _refusals, ...refundColumns } = withoutDueWork(getTableColumns(refunds));

type RowOf<Columns extends Record<string, Column>> = {
  -readonly [Name in keyof Columns]: GetColumnData<Columns[Name]>;
};

/** An order with its lines, payments and refunds. */
export interface OrderRow extends RowOf<typeof orderColumns> {
  readonly items: readonly RowOf<typeof itemColumns>[];
  readonly payments: readonly RowOf<typeof paymentColumns>[];
  readonly refunds: readonly RowOf<typeof refundColumns>[];
}

/** The name of a column, without quotes: the server parses the text of every request. */
const bareName = (column: Column): SQL => sql.raw(column.name);

/** A column as JSON. A column that holds JSON is not quoted again. SQLite has no booleans, so they are converted. */
function asJson(column: Column): SQL {
  const name = bareName(column);
  if (column.dataType === "json") return sql`json(${name})`;
  return column.dataType === "boolean" ? sql`json(iif(${name}, 'true', 'false'))` : sql`${name}`;
}

/** The columns of a row as a JSON object. */
export function jsonObject(columns: Record<string, Column>): SQL {
  const pairs = Object.entries(columns).map(([name, column]) => sql`${words([name])}, ${asJson(column)}`);
  return sql`json_object(${sql.join(pairs, sql`, `)})`;
}

/** The rows of a table that belong to an order, as a JSON array of objects. */
export function ofOrder(table: SQLiteTable, columns: Record<string, Column>, order: SQL): SQL {
  return sql`(SELECT json_group_array(${jsonObject(columns)}) FROM (SELECT * FROM ${table} WHERE order_id = ${orders.id} ORDER BY ${order}))`;
}

const selected = sql.join(
  [
    ...Object.values(orderColumns).map(bareName),
    ofOrder(orderItems, itemColumns, sql`position`),
    ofOrder(payments, paymentColumns, sql`rowid`),
    ofOrder(refunds, refundColumns, sql`rowid`),
  ],
  sql`, `,
);

const names = [...Object.keys(orderColumns), "items", "payments", "refunds"];
const isJson = new Set(["items", "payments", "refunds", "recorded"]);

const fromJson = (value: unknown): unknown => (value === null ? null : JSON.parse(value as string));

/** Every request reads orders, so this skips Drizzle's mapper: it names each value and parses the JSON. */
const toOrderRow = (row: readonly unknown[]): OrderRow =>
  Object.fromEntries(
    names.map((name, index) => [name, isJson.has(name) ? fromJson(row[index]) : row[index]]),
  ) as unknown as OrderRow;

/** Selects orders with their lines, payments and refunds. `which` is `WHERE …`, with ORDER BY and LIMIT if needed. */
export const selectOrders = <Values extends object>(which: (given: Given<Values>) => SQL) =>
  statementOf<OrderRow, Values>((given) => sql`SELECT ${selected} FROM ${orders} ${which(given)}`, toOrderRow);

/** One order with its whole history, in one statement. */
export const selectStory = (where: SQL) =>
  buildRelational().query.orders.findFirst({
    where,
    with: {
      items: { orderBy: asc(orderItems.position) },
      payments: inOrderOfWriting,
      refunds: inOrderOfWriting,
      events: { orderBy: asc(orderEvents.seq) },
      notifications: {
        where: or(isNotNull(notifications.sentAt), isNotNull(notifications.failedAt)),
        orderBy: asc(notifications.id),
      },
    },
  });

/** The caller who reads an order, the time, and the address of Till. */
export interface Viewer {
  readonly actor: Actor;
  readonly now: string;
  /** The address of Till's own pages: `https://till.example`. */
  readonly baseUrl: string;
}

/** An order as this caller sees it, with the actions open to them. Columns that are not named here stay internal. */
export function toOrder(row: OrderRow, { actor, now, baseUrl }: Viewer): Order {
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
    extraAmount: row.extraAmount,
    totalAmount: row.totalAmount,
    refundedAmount: row.refundedAmount,
    ...fromRecorded(row.recorded),
    pendingRefundAmount: row.pendingRefundAmount,
    items: row.items.map(toItem),
    payments: row.payments.map((attempt) => toPayment({ ...attempt, orderId: row.id }, baseUrl)),
    refunds: row.refunds.map((refund) => toRefund({ ...refund, orderId: row.id }, actor)),
    receiptUrl: paid ? `${baseUrl}${pages.receipt(paid.id)}` : null,
    actions: availableActions(row, actor, now),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    expiresAt: row.expiresAt,
    paidAt: row.paidAt,
    invoiceNumber: row.invoiceNumber,
    cancelledAt: row.cancelledAt,
    cancelCause: row.cancelCause,
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

/** A row that belongs to an order. */
type Of<Row> = Row & { readonly orderId: number };

/** A payment attempt as its customer sees it. */
export function toPayment(row: Of<OrderRow["payments"][number]>, baseUrl: string): Payment {
  const ownPage = row.status === "REQUIRES_ACTION" ? `${baseUrl}${pages.confirm(row.id)}` : null;
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
    gatewaySentence: row.sentence,
    nextAction: url === null ? null : { type: "redirect", url },
    createdAt: row.createdAt,
    settledAt: row.settledAt,
  };
}

/** A refund as this caller sees it. The sentence of the gateway is for the shop. */
export const toRefund = (row: Of<OrderRow["refunds"][number]>, { role }: Pick<Actor, "role">): Refund => ({
  id: row.id,
  orderId: row.orderId,
  paymentId: row.paymentId,
  amount: row.amount,
  status: row.status,
  reason: row.reason,
  failureReason: role === "customer" ? null : row.failureReason,
  restocked: row.restocked,
  createdAt: row.createdAt,
  settledAt: row.settledAt,
});
