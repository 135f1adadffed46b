import type { Order, Payment } from "@till/contracts";

/** An unpaid order of the customer, with a test's own values. All times are of one day. */
export const anOrder = (what: Partial<Order> = {}): Order => ({
  id: 42,
  userId: "usr_asha",
  customer: { name: "Asha Rao", email: "asha@example.com", phone: null },
  status: "PENDING",
  paymentMethod: "ONLINE",
  currency: "INR",
  subtotalAmount: 149_900,
  discountAmount: 0,
  discountCode: null,
  extras: [],
  extraAmount: 0,
  totalAmount: 149_900,
  refundedAmount: 0,
  shippingAddress: null,
  billingAddress: null,
  contact: null,
  metadata: {},
  reference: null,
  returnUrl: null,
  pendingRefundAmount: 0,
  items: [],
  payments: [],
  refunds: [],
  receiptUrl: null,
  actions: ["pay", "cancel"],
  createdAt: at("12:00"),
  updatedAt: at("12:00"),
  expiresAt: at("12:30"),
  paidAt: null,
  invoiceNumber: null,
  cancelledAt: null,
  cancelCause: null,
  cancelReason: null,
  ...what,
});

/** A payment attempt for it. */
export const anAttempt = (status: Payment["status"]): Payment => ({
  id: "pay_1",
  orderId: 42,
  amount: 149_900,
  status,
  method: "ONLINE",
  source: { type: "card", brand: "visa", last4: "4242" },
  declineCode: null,
  declineMessage: null,
  gatewaySentence: null,
  nextAction: null,
  createdAt: at("12:01"),
  settledAt: null,
});

export const at = (time: string) => `2026-03-01T${time}:00.000Z`;

/** The same in milliseconds since 1970. */
export const ms = (time: string) => new Date(at(time)).getTime();
