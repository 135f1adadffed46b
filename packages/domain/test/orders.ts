import {
  type OrderStatus,
  type PaymentMethod,
  type PaymentStatus,
  type User,
  orderStatuses,
  paymentMethods,
} from "@till/contracts";
import type { Actor, OpenStatus, OrderState } from "../src/index.ts";

export const now = "2026-03-01T12:00:00.000Z";

const person = (id: string, role: User["role"]): User => ({ id, role, name: "Asha Rao", email: null, phone: null });

/** Everybody who could come to an order of `usr_owner`. */
export const callers = {
  owner: person("usr_owner", "customer"),
  stranger: person("usr_stranger", "customer"),
  staff: person("usr_staff", "staff"),
  system: { id: "system", role: "system" },
} satisfies Record<string, Actor>;
export type Caller = keyof typeof callers;

/** When the time to pay ends, seen from `now`. */
const expiries = {
  never: null,
  "in a millisecond": "2026-03-01T12:00:00.001Z",
  "this very millisecond": now,
  "a millisecond ago": "2026-03-01T11:59:59.999Z",
};
export type Expiry = keyof typeof expiries;

/** The attempts of an order, numbered from `pay_1`: what came of each. An online order has failed before. */
function attemptsOf(
  status: OrderStatus,
  paymentMethod: PaymentMethod,
  open: OpenStatus,
  failed: number,
): OrderState["payments"] {
  const earlier: PaymentStatus[] = paymentMethod === "ONLINE" ? Array.from({ length: failed }, () => "FAILED") : [];
  const last: PaymentStatus | null = status === "PAID" || status === "REFUNDED" ? "SUCCEEDED" : open;
  return [...earlier, ...(last === null ? [] : [last])].map((attempt, index) => ({
    id: `pay_${index + 1}`,
    status: attempt,
  }));
}

/** An order of `usr_owner` over ₹1,499.00. */
export const orderOf = (
  status: OrderStatus,
  paymentMethod: PaymentMethod,
  expiry: Expiry,
  open: OpenStatus = null,
  failed = 1,
): OrderState => ({
  id: 42,
  userId: callers.owner.id,
  status,
  paymentMethod,
  expiresAt: expiries[expiry],
  cancelCause: null,
  currency: "INR",
  totalAmount: 149_900,
  refundedAmount: status === "REFUNDED" ? 149_900 : 0,
  pendingRefundAmount: 0,
  payments: attemptsOf(status, paymentMethod, open, failed),
});

/** Which attempts can be open: cash is never attempted, and an order that is over has none. */
const openAttempts = (status: OrderStatus, paymentMethod: PaymentMethod): OpenStatus[] =>
  status === "PENDING" && paymentMethod === "ONLINE" ? [null, "REQUIRES_ACTION", "PROCESSING"] : [null];

/** How often a payment can have failed: once, and as often as it may. An order of cash was never attempted. */
const failures = (status: OrderStatus, paymentMethod: PaymentMethod) =>
  status === "PENDING" && paymentMethod === "ONLINE" ? [1, 20] : [1];

/** Every order that can be, seen by everybody. */
export const everyCase = orderStatuses.flatMap((status) =>
  paymentMethods.flatMap((paymentMethod) =>
    openAttempts(status, paymentMethod).flatMap((open) =>
      failures(status, paymentMethod).flatMap((failed) =>
        (Object.keys(expiries) as Expiry[]).flatMap((expiry) =>
          (Object.keys(callers) as Caller[]).map((caller) => ({
            status,
            paymentMethod,
            open,
            failed,
            expiry,
            caller,
            order: orderOf(status, paymentMethod, expiry, open, failed),
            actor: callers[caller] as Actor,
          })),
        ),
      ),
    ),
  ),
);
export type Case = (typeof everyCase)[number];
