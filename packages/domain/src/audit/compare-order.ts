import type { Difference, DifferenceKind, OrderStatus } from "@till/contracts";
import { type AuditedEvent, toAuditEvent } from "./audited-event.ts";
import { type FoundMovement, compareMoved } from "./compare-stock.ts";
import type { OrderDifference } from "./event-faults.ts";
import { type ExpectedOrder, type Said, extraAmountOf, totalOf } from "./expectation.ts";
import { expectedOrder } from "./expected-order.ts";

/** What the database holds of an order. Amounts in minor units. */
interface FoundOrder {
  readonly version: number;
  readonly userId: string;
  readonly status: OrderStatus;
  readonly paymentMethod: string;
  readonly currency: string;
  readonly subtotalAmount: number;
  readonly discountAmount: number;
  readonly discountCode: string | null;
  readonly extraAmount: number;
  readonly totalAmount: number;
  readonly refundedAmount: number;
  readonly pendingRefundAmount: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly expiresAt: string | null;
  readonly paidAt: string | null;
  readonly cancelledAt: string | null;
  readonly cancelReason: string | null;
  readonly invoiceNumber: number | null;
  readonly recorded: FoundRecorded | null;
}

/** What the database holds of the recorded fields. */
interface FoundRecorded {
  readonly shippingAddress?: object | undefined;
  readonly billingAddress?: object | undefined;
  readonly contact?: object | undefined;
  readonly metadata?: object | undefined;
  readonly reference?: string | undefined;
  readonly extras?: readonly object[] | undefined;
  readonly returnUrl?: string | undefined;
}

interface FoundItem {
  readonly position: number;
  readonly productId: number;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly discountAmount: number;
  readonly totalAmount: number;
}

interface FoundPayment {
  readonly id: string;
  readonly amount: number;
  readonly status: string;
  readonly method: string;
  readonly declineCode: string | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

interface FoundRefund {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly status: string;
  readonly reason: string | null;
  readonly failureReason: string | null;
  readonly restocked: boolean;
  readonly createdAt: string;
}

/** An order to audit: its events in the order of their numbers, and its rows. `order` is null if it has none. */
export interface AuditedOrder {
  readonly id: number;
  readonly events: readonly AuditedEvent[];
  readonly order: FoundOrder | null;
  readonly items: readonly FoundItem[];
  readonly payments: readonly FoundPayment[];
  readonly refunds: readonly FoundRefund[];
  /** The invoice number before that of the order, of all orders; null if there is none, left out if nobody looked. */
  readonly invoiceBefore?: number | null;
  readonly movements: readonly FoundMovement[];
}

type Figure = Difference["found"];

/** A figure to compare: what the events say of it, and what was found. */
type Compared = readonly [kind: DifferenceKind, said: Said<Figure>, found: Figure];

/** Each figure of an order that is not what its events say. */
export function auditOrder(audited: AuditedOrder): Difference[] {
  const { order: expected, faults } = expectedOrder(audited.events);
  return [...faults, ...differencesOf(audited, expected)].map((difference) => ({
    ...difference,
    orderId: audited.id,
  }));
}

function differencesOf(audited: AuditedOrder, expected: ExpectedOrder | null): OrderDifference[] {
  const { order, events } = audited;
  if (!order) return events.length === 0 ? [] : [gap("ORDER_MISSING", null, "an order", null, events.slice(0, 1))];
  if (events.length === 0) return [gap("ORDER_UNEXPLAINED", null, null, order.status, [])];
  if (!expected) return [];
  return [
    ...compare(null, ofOrder(expected, order)),
    ...compareItems(expected, audited.items),
    ...comparePayments(expected, audited.payments),
    ...compareRefunds(expected, audited.refunds),
    ...compareHeld(expected, audited, order),
    ...compareInvoice(expected, audited, order),
    ...compareMoved(expected, audited.movements),
    ...compareRecorded(expected, order),
  ];
}

function ofOrder(expected: ExpectedOrder, found: FoundOrder): Compared[] {
  const { created, basket, last } = expected;
  const first = (value: Figure) => ({ value, by: [created] });
  const latest = (value: Figure) => ({ value, by: [last] });
  return [
    ["ORDER_VERSION", latest(last.seq), found.version],
    ["ORDER_CUSTOMER", first(basket.userId ?? created.actorId), found.userId],
    ["ORDER_STATUS", expected.status, found.status],
    ["ORDER_PAYMENT_METHOD", first(basket.paymentMethod), found.paymentMethod],
    ["ORDER_CURRENCY", first(basket.currency), found.currency],
    ["ORDER_SUBTOTAL", first(basket.subtotal), found.subtotalAmount],
    ["ORDER_DISCOUNT", first(basket.discount), found.discountAmount],
    ["ORDER_DISCOUNT_CODE", first(basket.discountCode), found.discountCode],
    ["ORDER_EXTRA_AMOUNT", first(extraAmountOf(expected)), found.extraAmount],
    ["ORDER_TOTAL", first(totalOf(expected)), found.totalAmount],
    ["ORDER_REFUNDED", expected.refundedAmount, found.refundedAmount],
    ["ORDER_PENDING_REFUND", expected.pendingRefundAmount, found.pendingRefundAmount],
    ["ORDER_CREATED_AT", first(created.at), found.createdAt],
    ["ORDER_UPDATED_AT", latest(last.at), found.updatedAt],
    ["ORDER_EXPIRES_AT", first(basket.expiresAt), found.expiresAt],
    ["ORDER_PAID_AT", expected.paidAt, found.paidAt],
    ["ORDER_CANCELLED_AT", expected.cancelledAt, found.cancelledAt],
    ["ORDER_CANCEL_REASON", expected.cancelReason, found.cancelReason],
  ];
}

/** The name of a line, by its place in the basket. */
const nameOf = (position: number) => `item ${position + 1}`;

function compareItems({ created, basket }: ExpectedOrder, items: readonly FoundItem[]): OrderDifference[] {
  const said = (value: Figure) => ({ value, by: [created] });
  const lines = basket.lines.flatMap((line) => {
    const found = items.find(({ position }) => position === line.position);
    const subject = nameOf(line.position);
    if (!found) return [gap("ITEM_MISSING", subject, line.name, null, [created])];
    return compare(subject, [
      ["ITEM_PRODUCT", said(line.productId), found.productId],
      ["ITEM_SKU", said(line.sku), found.sku],
      ["ITEM_NAME", said(line.name), found.name],
      ["ITEM_QUANTITY", said(line.quantity), found.quantity],
      ["ITEM_UNIT_PRICE", said(line.unitPrice), found.unitPrice],
      ["ITEM_DISCOUNT", said(line.discount), found.discountAmount],
      ["ITEM_TOTAL", said(line.quantity * line.unitPrice - line.discount), found.totalAmount],
    ]);
  });
  const unexplained = items
    .filter(({ position }) => basket.lines.every((line) => line.position !== position))
    .map(({ position, name }) => gap("ITEM_UNEXPLAINED", nameOf(position), null, name, [created]));
  return [...lines, ...unexplained];
}

function comparePayments(expected: ExpectedOrder, payments: readonly FoundPayment[]): OrderDifference[] {
  const { created, basket, attempts } = expected;
  const said = (value: Figure) => ({ value, by: [created] });
  const told = attempts.flatMap((attempt) => {
    const found = payments.find(({ id }) => id === attempt.id);
    if (!found) return [gap("PAYMENT_MISSING", attempt.id, attempt.status.value, null, attempt.status.by)];
    return compare(attempt.id, [
      ["PAYMENT_AMOUNT", said(totalOf(expected)), found.amount],
      ["PAYMENT_STATUS", attempt.status, found.status],
      ["PAYMENT_METHOD", said(basket.paymentMethod), found.method],
      ["PAYMENT_DECLINE_CODE", attempt.declineCode, found.declineCode],
      ["PAYMENT_CREATED_AT", attempt.createdAt, found.createdAt],
      ["PAYMENT_SETTLED_AT", attempt.settledAt, found.settledAt],
    ]);
  });
  const unexplained = payments
    .filter(({ id }) => attempts.every((attempt) => attempt.id !== id))
    .map(({ id, status }) => gap("PAYMENT_UNEXPLAINED", id, null, status, []));
  return [...told, ...unexplained];
}

function compareRefunds({ refunds }: ExpectedOrder, rows: readonly FoundRefund[]): OrderDifference[] {
  const told = refunds.flatMap(({ by: event, ...refund }) => {
    const said = (value: Figure) => ({ value, by: [event] });
    const found = rows.find(({ id }) => id === refund.id);
    if (!found) return [gap("REFUND_MISSING", refund.id, refund.amount, null, [event])];
    return compare(refund.id, [
      ["REFUND_PAYMENT", said(refund.paymentId), found.paymentId],
      ["REFUND_AMOUNT", said(refund.amount), found.amount],
      ["REFUND_STATUS", refund.status, found.status],
      ["REFUND_REASON", said(refund.reason), found.reason],
      ["REFUND_FAILURE_REASON", refund.failureReason, found.failureReason],
      ["REFUND_RESTOCKED", said(refund.restocked), found.restocked],
      ["REFUND_CREATED_AT", said(event.at), found.createdAt],
    ]);
  });
  const unexplained = rows
    .filter(({ id }) => refunds.every((refund) => refund.id !== id))
    .map(({ id, amount }) => gap("REFUND_UNEXPLAINED", id, null, amount, []));
  return [...told, ...unexplained];
}

/** A paid order has an invoice number, and the one before it is the number of another order. */
function compareInvoice({ paidAt }: ExpectedOrder, { invoiceBefore }: AuditedOrder, { invoiceNumber }: FoundOrder) {
  const figures: Compared[] = [
    ["ORDER_INVOICED", { value: paidAt.value !== null, by: paidAt.by }, invoiceNumber !== null],
  ];
  if (invoiceNumber !== null && invoiceBefore !== undefined)
    figures.push(["INVOICE_BEFORE", { value: invoiceNumber - 1, by: paidAt.by }, invoiceBefore ?? 0]);
  return compare(null, figures);
}

const asJson = (part: object | undefined) => (part ? JSON.stringify(part) : null);

const recordedFigures = (recorded: FoundRecorded | null | undefined): Partial<Record<DifferenceKind, Figure>> => ({
  ORDER_SHIPPING_ADDRESS: asJson(recorded?.shippingAddress),
  ORDER_BILLING_ADDRESS: asJson(recorded?.billingAddress),
  ORDER_CONTACT: asJson(recorded?.contact),
  ORDER_METADATA: asJson(recorded?.metadata),
  ORDER_REFERENCE: recorded?.reference ?? null,
  ORDER_EXTRAS: asJson(recorded?.extras),
  ORDER_RETURN_URL: recorded?.returnUrl ?? null,
});

/** What the shop recorded with the order. Its parts are compared as JSON, which keeps their order. */
function compareRecorded({ created, basket }: ExpectedOrder, { recorded }: FoundOrder) {
  const found = recordedFigures(recorded);
  const said = Object.entries(recordedFigures(basket.recorded)) as [DifferenceKind, Figure][];
  return compare(
    null,
    said.map(([kind, value]) => [kind, { value, by: [created] }, found[kind] ?? null]),
  );
}

/** The pieces of each product that the order holds: by its events, and by its lines, its status and its refunds. */
function compareHeld(expected: ExpectedOrder, { items, refunds }: AuditedOrder, order: FoundOrder) {
  const isHolding = order.status !== "CANCELLED" && refunds.every(({ restocked }) => !restocked);
  const should = piecesOf(expected.basket.lines, expected.isHolding.value);
  const does = piecesOf(items, isHolding);
  const by = [...new Set([expected.created, ...expected.isHolding.by])];
  return [...new Set([...should.keys(), ...does.keys()])].flatMap((productId) =>
    compare(`product ${productId}`, [
      ["STOCK_HELD", { value: should.get(productId) ?? 0, by }, does.get(productId) ?? 0],
    ]),
  );
}

function piecesOf(lines: readonly { readonly productId: number; readonly quantity: number }[], isHolding: boolean) {
  const pieces = new Map<number, number>();
  for (const { productId, quantity } of lines)
    pieces.set(productId, (pieces.get(productId) ?? 0) + (isHolding ? quantity : 0));
  return pieces;
}

/** The figures that differ. */
const compare = (subject: string | null, figures: readonly Compared[]): OrderDifference[] =>
  figures
    .filter(([, said, found]) => said.value !== found)
    .map(([kind, said, found]) => gap(kind, subject, said.value, found, said.by));

const gap = (
  kind: DifferenceKind,
  subject: string | null,
  expected: Figure,
  found: Figure,
  by: readonly AuditedEvent[],
): OrderDifference => ({ kind, subject, expected, found, events: by.map(toAuditEvent) });
