import { type Order, type Payment, type WebhookEventType, declineCodes } from "@till/contracts";
import { later, renderWebhook } from "@till/domain";

const lineAmount = 124_900;
const stepMs = 20_000;

/** The webhooks of an order that is placed, declined once and then paid, as Till writes them. */
export interface SampleStory {
  readonly orderId: number;
  readonly created: string;
  readonly failed: string;
  readonly paid: string;
}

/** Writes the webhooks of a sample order that was placed a minute before `now`. */
export function sampleStory(orderId: number, now: Date): SampleStory {
  const [placedAt, failedAt, paidAt] = [3, 2, 1].map((steps) => later(now.toISOString(), -steps * stepMs)) as [
    string,
    string,
    string,
  ];
  const placed = sampleOrder(orderId, placedAt);
  const failure = attempt(orderId, failedAt, "insufficient_funds");
  const success = attempt(orderId, paidAt, null);
  const declined: Order = { ...placed, payments: [failure], updatedAt: failedAt };
  const settled: Order = {
    ...placed,
    status: "PAID",
    payments: [failure, success],
    receiptUrl: `https://till.example/receipts/${success.id}`,
    updatedAt: paidAt,
    paidAt,
    invoiceNumber: orderId,
  };
  return {
    orderId,
    created: render("order.created", placedAt, placed, null),
    failed: render("payment.failed", failedAt, declined, failure),
    paid: render("order.paid", paidAt, settled, success),
  };
}

const render = (type: WebhookEventType, at: string, order: Order, payment: Payment | null): string =>
  renderWebhook({ type, at, paymentId: payment?.id ?? null, refundId: null }, order);

function sampleOrder(id: number, createdAt: string): Order {
  return {
    id,
    userId: "usr_asha",
    customer: { name: "Asha Rao", email: "asha@example.com", phone: null },
    status: "PENDING",
    paymentMethod: "ONLINE",
    currency: "INR",
    subtotalAmount: lineAmount,
    discountAmount: 0,
    discountCode: null,
    extras: [],
    extraAmount: 0,
    totalAmount: lineAmount,
    refundedAmount: 0,
    pendingRefundAmount: 0,
    shippingAddress: null,
    billingAddress: null,
    contact: null,
    metadata: {},
    reference: null,
    returnUrl: null,
    items: [
      {
        productId: 1,
        sku: "KIT-CRE-4",
        // Letters of two bytes: a server that decodes a body piece by piece spoils them.
        name: "Crème brûlée dishes, set of 4",
        quantity: 1,
        unitPrice: lineAmount,
        discountAmount: 0,
        totalAmount: lineAmount,
      },
    ],
    payments: [],
    refunds: [],
    receiptUrl: null,
    actions: [],
    createdAt,
    updatedAt: createdAt,
    expiresAt: later(createdAt, 30 * 60_000),
    paidAt: null,
    invoiceNumber: null,
    cancelledAt: null,
    cancelCause: null,
    cancelReason: null,
  };
}

function attempt(orderId: number, at: string, declineCode: Payment["declineCode"]): Payment {
  return {
    id: `pay_${orderId}_${declineCode === null ? 2 : 1}`,
    orderId,
    amount: lineAmount,
    status: declineCode === null ? "SUCCEEDED" : "FAILED",
    method: "ONLINE",
    source: { type: "card", brand: "visa", last4: declineCode === null ? "4242" : "9995" },
    declineCode,
    declineMessage: declineCode === null ? null : declineCodes[declineCode],
    gatewaySentence: null,
    nextAction: null,
    createdAt: at,
    settledAt: at,
  };
}
