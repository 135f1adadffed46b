import { type OrderStatus, type PaymentMethod, type User, orderStatuses, paymentMethods } from "@till/contracts";
import type { Actor, OrderState } from "../src/index.ts";

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

/** An order of `usr_owner`. */
export const orderOf = (status: OrderStatus, paymentMethod: PaymentMethod, expiry: Expiry): OrderState => ({
  id: 42,
  userId: callers.owner.id,
  status,
  paymentMethod,
  expiresAt: expiries[expiry],
  cancelReason: null,
});

/** Every order that can be, seen by everybody. */
export const everyCase = orderStatuses.flatMap((status) =>
  paymentMethods.flatMap((paymentMethod) =>
    (Object.keys(expiries) as Expiry[]).flatMap((expiry) =>
      (Object.keys(callers) as Caller[]).map((caller) => ({
        status,
        paymentMethod,
        expiry,
        caller,
        order: orderOf(status, paymentMethod, expiry),
        actor: callers[caller] as Actor,
      })),
    ),
  ),
);
export type Case = (typeof everyCase)[number];
