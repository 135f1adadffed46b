import { type OrderStatus, paymentMethodTable } from "@till/contracts";
import type { ReceiptFacts } from "@till/db";
import { type Shop, addressLines, extraLabel, formatMoney, formatTime, sourceLabel } from "@till/domain";

/** A label and its value. */
export type Fact = readonly [label: string, value: string];

/** A heading and the lines below it. */
interface Block {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** The texts of a receipt, for the page and the PDF. */
export type Receipt = ReturnType<typeof tellReceipt>;

const minus = "−";
const none = "–";

export function tellReceipt({ order, ...payment }: ReceiptFacts, shop: Shop) {
  const { items, refunds, totalAmount, refundedAmount, discountAmount, discountCode } = order;
  const paidAt = payment.settledAt;
  if (paidAt === null) throw new Error(`Payment ${payment.id} succeeded but was never settled.`);
  // Only the latest refunds are listed. The others are one line.
  const earlier = refundedAmount - refunds.reduce((sum, { amount }) => sum + amount, 0);
  const money = (amount: number) => formatMoney(amount, order.currency, shop.locale);
  const time = (at: string) => formatTime(at, shop);
  const extras = (order.recorded?.extras ?? []).map(({ included = false, amount, ...extra }) => ({
    included,
    fact: [extraLabel(extra, shop.locale), money(amount)] satisfies Fact,
  }));
  const less = (amount: number) => (amount === 0 ? none : `${minus}${money(amount)}`);
  return {
    title: `Receipt for order #${order.id}`,
    status: tellStatus(order.status, refundedAmount),
    order: [
      ["Number", `#${order.id}`],
      ["Invoice", String(order.invoiceNumber)],
      ...(order.recorded?.reference === undefined ? [] : [["Reference", order.recorded.reference] as const]),
      ["Placed", time(order.createdAt)],
      ["Paid", time(paidAt)],
    ] satisfies Fact[],
    customer: [order.customerName, order.customerEmail].filter((line) => line !== null),
    recorded: tellRecorded(order.recorded),
    lines: items.map((item) => ({
      name: item.name,
      sku: item.sku,
      quantity: String(item.quantity),
      unitPrice: money(item.unitPrice),
      discount: less(item.discountAmount),
      isDiscounted: item.discountAmount > 0,
      total: money(item.totalAmount),
    })),
    totals: [
      ["Subtotal", money(order.subtotalAmount)],
      ...(discountCode === null ? [] : [[`Discount (${discountCode})`, less(discountAmount)] as const]),
      ...extras.filter(({ included }) => !included).map(({ fact }) => fact),
      ["Total", money(totalAmount)],
    ] satisfies Fact[],
    /** What is part of the total. */
    included: extras
      .filter(({ included }) => included)
      .map(({ fact: [label, amount] }): Fact => [`Includes ${label}`, amount]),
    payment: [
      ["Method", paymentMethodTable[payment.method].name],
      ["Paid with", sourceLabel(payment.source)],
      ["Time", time(paidAt)],
      ["Payment", payment.id],
    ] satisfies Fact[],
    refunds: [
      ...(earlier === 0 ? [] : [{ time: "Earlier refunds", reason: null, amount: money(earlier) }]),
      ...refunds.toReversed().map(({ createdAt, reason, amount }) => ({
        time: time(createdAt),
        reason,
        amount: money(amount),
      })),
    ],
    balance: [
      ["Paid", money(payment.amount)],
      ["Refunded", less(refundedAmount)],
      ["Paid after refunds", money(totalAmount - refundedAmount)],
    ] satisfies Fact[],
  };
}

/** What the shop recorded that a person reads. Metadata and the way back from the bank are for programs. */
function tellRecorded(recorded: ReceiptFacts["order"]["recorded"]): Block[] {
  const { shippingAddress, billingAddress, contact } = recorded ?? {};
  return [
    ...(shippingAddress ? [{ heading: "Shipping address", lines: addressLines(shippingAddress) }] : []),
    ...(billingAddress ? [{ heading: "Billing address", lines: addressLines(billingAddress) }] : []),
    ...(contact ? [{ heading: "Contact", lines: Object.values(contact) }] : []),
  ];
}

function tellStatus(status: OrderStatus, refundedAmount: number): string {
  if (status === "REFUNDED") return "Refunded";
  return refundedAmount > 0 ? "Partly refunded" : "Paid";
}
