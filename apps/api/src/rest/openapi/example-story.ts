import type {
  ApiKey,
  CreateOrderInput,
  Notification,
  Order,
  OrderEvent,
  Payment,
  Product,
  Refund,
  User,
  WebhookDelivery,
  WebhookEndpoint,
} from "@till/contracts";
import { extraLines } from "./example-extras.ts";

/** The people and things in the examples of the document: one order of the demo shop and its story. */

export const asha: User = {
  id: "usr_asha",
  role: "customer",
  name: "Asha Rao",
  email: "asha@example.com",
  phone: "+919811111111",
};

export const exampleRequestId = "0fu3k7q9x1z5c8v2b4n6";

export const placedAt = "2026-03-01T12:00:00.000Z";
const paidAt = "2026-03-01T12:01:00.000Z";
const refundedAt = "2026-03-02T09:30:00.000Z";

export const coffee: Product = {
  id: 1,
  sku: "COF-ATT-250",
  name: "Attikan Estate Coffee, 250 g",
  description: "Medium-dark roast from the Biligiriranga hills: chocolate, roasted nuts, a long finish.",
  unitPrice: 54_900,
  currency: "INR",
  stock: 120,
  imageUrl: null,
  archivedAt: null,
};

/** What the demo shop records with its order. */
export const recorded = {
  shippingAddress: {
    name: "Asha Rao",
    line1: "14 Lavelle Road",
    line2: "Flat 3",
    city: "Bengaluru",
    region: "Karnataka",
    postalCode: "560001",
    country: "IN",
  },
  contact: { email: "asha@example.com" },
  metadata: { giftNote: "Happy birthday" },
  reference: "SO-2026-0042",
} satisfies Partial<CreateOrderInput>;

export const placedOrder: Order = {
  id: 42,
  userId: asha.id,
  customer: { name: asha.name, email: asha.email, phone: asha.phone },
  status: "PENDING",
  paymentMethod: "ONLINE",
  currency: "INR",
  subtotalAmount: 109_800,
  discountAmount: 10_980,
  discountCode: "WELCOME10",
  extras: extraLines,
  extraAmount: 9_900,
  totalAmount: 108_720,
  refundedAmount: 0,
  billingAddress: null,
  returnUrl: null,
  ...recorded,
  pendingRefundAmount: 0,
  items: [
    {
      productId: coffee.id,
      sku: coffee.sku,
      name: coffee.name,
      quantity: 2,
      unitPrice: coffee.unitPrice,
      discountAmount: 10_980,
      totalAmount: 98_820,
    },
  ],
  payments: [],
  refunds: [],
  receiptUrl: null,
  actions: ["pay", "cancel"],
  createdAt: placedAt,
  updatedAt: placedAt,
  expiresAt: "2026-03-01T12:30:00.000Z",
  paidAt: null,
  invoiceNumber: null,
  cancelledAt: null,
  cancelCause: null,
  cancelReason: null,
};

export const payment: Payment = {
  id: "pay_8k2m4x0q7w5e1r9t3y6u",
  orderId: placedOrder.id,
  amount: placedOrder.totalAmount,
  status: "SUCCEEDED",
  method: "ONLINE",
  source: { type: "card", brand: "visa", last4: "4242" },
  declineCode: null,
  declineMessage: null,
  gatewaySentence: null,
  nextAction: null,
  createdAt: paidAt,
  settledAt: paidAt,
};

export const failedPayment: Payment = {
  ...payment,
  status: "FAILED",
  source: { type: "card", brand: "visa", last4: "9995" },
  declineCode: "insufficient_funds",
  declineMessage: "The card does not have enough funds. Try another card.",
};

export const waitingPayment: Payment = {
  ...payment,
  status: "REQUIRES_ACTION",
  source: { type: "card", brand: "visa", last4: "3220" },
  nextAction: { type: "redirect", url: `https://till.example/payments/${payment.id}/confirm` },
  settledAt: null,
};

export const paidOrder: Order = {
  ...placedOrder,
  status: "PAID",
  payments: [payment],
  receiptUrl: `https://till.example/payments/${payment.id}/receipt`,
  actions: [],
  updatedAt: paidAt,
  paidAt,
  invoiceNumber: 17,
};

export const refund: Refund = {
  id: "ref_5h1j9d3f7g2k6l0z4x8c",
  orderId: placedOrder.id,
  paymentId: payment.id,
  amount: 50_000,
  status: "SUCCEEDED",
  reason: "One pack was damaged",
  failureReason: null,
  restocked: false,
  createdAt: refundedAt,
  settledAt: refundedAt,
};

export const failedRefund: Refund = {
  ...refund,
  status: "FAILED",
  failureReason: "The card is closed.",
  settledAt: null,
};

export const droppedRefund: Refund = { ...failedRefund, status: "DROPPED" };

export const pendingRefund: Refund = { ...refund, status: "PENDING", settledAt: null };

/** The money of an attempt that came through late. */
export const lateRefund: Refund = {
  ...refund,
  id: failedPayment.id.replace("pay_", "ref_"),
  paymentId: failedPayment.id,
  amount: failedPayment.amount,
  reason: "The payment came through late.",
};

export const refundedOrder: Order = {
  ...paidOrder,
  refundedAmount: refund.amount,
  refunds: [refund],
  actions: ["refund"],
  updatedAt: refundedAt,
};

/** The order while the gateway has not taken the refund. */
export const waitingForRefund: Order = {
  ...refundedOrder,
  refundedAmount: 0,
  pendingRefundAmount: refund.amount,
  refunds: [pendingRefund],
};

export const cancelledOrder: Order = {
  ...placedOrder,
  status: "CANCELLED",
  actions: [],
  updatedAt: paidAt,
  cancelledAt: paidAt,
  cancelCause: "CUSTOMER",
  cancelReason: "Ordered by mistake",
};

export const timeline: OrderEvent[] = [
  {
    type: "order.created",
    orderId: placedOrder.id,
    at: placedAt,
    actor: { role: "customer", id: asha.id },
    text: "Asha Rao placed the order: ₹1,087.20.",
    payment: null,
    amount: null,
    reason: null,
    message: null,
  },
  {
    type: "order.paid",
    orderId: placedOrder.id,
    at: paidAt,
    actor: { role: "customer", id: asha.id },
    text: "Paid ₹1,087.20 with Visa •••• 4242.",
    payment,
    amount: null,
    reason: null,
    message: null,
  },
];

export const email: Notification = {
  id: 7,
  orderId: placedOrder.id,
  channel: "EMAIL",
  recipient: "asha@example.com",
  subject: "Order Confirmed",
  text: "Your order #42 is paid. Amount: ₹1,087.20",
  status: "SENT",
  attempts: 1,
  lastError: null,
  createdAt: paidAt,
  sentAt: paidAt,
  provider: "Resend",
  providerId: "49a3999c-0ce1-4ea6-ab68-afcd6dc2e794",
};

export const endpoint: WebhookEndpoint = {
  id: "whe_3n7b1v5c9x0z4m8k2j6h",
  url: "https://shop.example/hooks/till",
  eventTypes: ["order.paid", "order.refunded"],
  description: "Fulfilment",
  status: "ENABLED",
  disabledReason: null,
  createdAt: placedAt,
  updatedAt: placedAt,
};

/** Not a real secret, and the text says so. */
export const exampleSecret = "whsec_VGhpcyBpcyBhbiBleGFtcGxlLCBub3QgYSBzZWNyZXQu";

export const delivery: WebhookDelivery = {
  id: "msg_19_3n7b1v5c9x0z4m8k2j6h",
  endpointId: endpoint.id,
  orderId: placedOrder.id,
  eventType: "order.paid",
  status: "SUCCEEDED",
  attempts: [{ at: paidAt, durationMs: 87, responseStatus: 204, responseBody: "", error: null, scripted: null }],
  payload: '{"type":"order.paid"}',
  nextAttemptAt: null,
  createdAt: paidAt,
};

export const apiKey: ApiKey = {
  id: "key_2x8c4v6b0n1m5l9k",
  name: "nightly export",
  role: "staff",
  createdBy: "usr_meera",
  createdAt: placedAt,
  lastUsedAt: null,
  revokedAt: null,
};

/** Not a real key, and the text says so. */
export const exampleApiKey = "sk_this-is-an-example-and-no-key";
