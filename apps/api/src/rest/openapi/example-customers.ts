import type { Customer, Statement, StatedFigures } from "@till/contracts";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "../../router.ts";
import { dossier } from "./example-dossier.ts";
import { asha, paidOrder } from "./example-story.ts";

const customer: Customer = { id: asha.id, name: asha.name, email: asha.email, phone: asha.phone, erasedAt: null };

const erasedAt = "2026-03-08T09:30:00.000Z";

export const customerResponses: inferRouterOutputs<AppRouter>["customers"] = {
  list: { items: [customer], nextCursor: null },
  get: customer,
  export: { customer, erasures: [], items: [dossier], nextCursor: null },
  erase: {
    customer: { ...customer, name: "Erased customer", email: null, phone: null, erasedAt },
    orders: 1,
    nextCursor: null,
  },
};

export const customerRequests: inferRouterInputs<AppRouter>["customers"] = {
  list: { search: "asha", limit: 20 },
  get: { id: asha.id },
  export: { id: asha.id },
  erase: { id: asha.id, reason: "Asked by letter on 6 March" },
};

const { currency, paymentMethod, subtotalAmount, discountAmount, totalAmount, invoiceNumber } = paidOrder;

const figures: StatedFigures = {
  orders: 1,
  grossAmount: subtotalAmount,
  discountAmount,
  extraAmount: 0,
  paidAmount: totalAmount,
  refunds: 0,
  refundedAmount: 0,
  netAmount: totalAmount,
  firstInvoiceNumber: invoiceNumber,
  lastInvoiceNumber: invoiceNumber,
};

const amounts = [{ currency, ...figures, methods: [{ paymentMethod, ...figures }] }];

/** The statement of the month of the order in the examples; its first day is shown. */
export const statement: Statement = {
  month: "2026-03",
  timezone: "Asia/Kolkata",
  total: amounts,
  days: [{ date: "2026-03-01", from: "2026-02-28T18:30:00.000Z", until: "2026-03-01T18:30:00.000Z", amounts }],
};
