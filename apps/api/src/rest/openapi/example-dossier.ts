import type { AuditPiece, Difference, Dossier } from "@till/contracts";
import { delivery, email, paidOrder, payment, placedAt, placedOrder, timeline } from "./example-story.ts";

const eventsOf = [
  { id: 18, orderId: placedOrder.id, seq: 1, type: "order.created", at: placedAt },
  { id: 19, orderId: placedOrder.id, seq: 2, type: "order.paid", at: payment.createdAt },
] as const;

/** The audit of an order that somebody set to PENDING by hand. */
const difference: Difference = {
  kind: "ORDER_STATUS",
  orderId: placedOrder.id,
  subject: null,
  expected: "PAID",
  found: "PENDING",
  events: [eventsOf[1]],
};

export const auditPiece: AuditPiece = {
  checked: 50,
  checkedCodes: 0,
  checkedProducts: 0,
  differences: [difference],
  nextCursor: "after_1e",
};

const [created, paid] = eventsOf;
const work = { attempts: 0, nextAttemptAt: null, lastError: null };
const nothing = { paymentId: null, refundId: null, amount: null, reason: null, idempotencyKey: null };
const actor = { role: "customer", id: placedOrder.userId } as const;
const { orderId: _ofCreated, ...createdFacts } = created;
const { orderId: _ofPaid, ...paidFacts } = paid;

/** The dossier of the order in the examples. */
export const dossier: Dossier = {
  writtenAt: "2026-03-01T12:05:00.000Z",
  order: paidOrder,
  story: timeline.map(({ at, actor: by, text }) => ({ at, actor: by, text })),
  events: [
    { ...createdFacts, ...nothing, command: "create", actor, idempotencyKey: "basket-7", data: { currency: "INR" } },
    { ...paidFacts, ...nothing, command: "pay", actor, paymentId: payment.id, data: { status: "SUCCEEDED" } },
  ],
  payments: [{ ...payment, gateway: "simulator", reference: "succeeded", ...work }],
  refunds: [],
  messages: [{ ...email, failedAt: null }],
  deliveries: [{ ...delivery, receiver: "https://shop.example" }],
  faults: [],
  clockMoves: [],
  differences: [],
};
