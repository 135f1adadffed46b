import type { CommandName } from "../src/index.ts";
import type { Case, Expiry } from "./orders.ts";

/** Every command on an order that exists already. */
export const commands = [
  "pay",
  "replace",
  "confirm",
  "settle",
  "payLate",
  "returnLate",
  "collect",
  "cancel",
  "expire",
  "refund",
  "completeRefund",
  "failRefund",
  "retryRefund",
  "dropRefund",
] as const;
export type Command = (typeof commands)[number] & CommandName;

/** How many attempts to pay an order has at most. */
export const mostAttempts = 20;

export const isInTime = (expiry: Expiry) => expiry === "never" || expiry === "in a millisecond";

/**
 * The table "The state of an order" of the design, said again without looking at the code: a person approves or
 * rejects what waits for them, Till settles what is processing, and what may have moved money already is not given up.
 */
export const isLegalByDesign: Record<Command, (facts: Case) => boolean> = {
  pay: ({ status, paymentMethod, open, expiry, caller, order }) =>
    status === "PENDING" &&
    paymentMethod === "ONLINE" &&
    open === null &&
    isInTime(expiry) &&
    order.payments.length < mostAttempts &&
    caller === "owner",
  replace: ({ status, paymentMethod, open, expiry, caller, order }) =>
    status === "PENDING" &&
    paymentMethod === "ONLINE" &&
    open !== "PROCESSING" &&
    isInTime(expiry) &&
    order.payments.length < mostAttempts &&
    caller === "owner",
  confirm: ({ status, open, caller }) =>
    status === "PENDING" && open === "REQUIRES_ACTION" && (caller === "owner" || caller === "system"),
  settle: ({ status, open, caller }) => status === "PENDING" && open === "PROCESSING" && caller === "system",
  payLate: ({ status, paymentMethod, open, caller }) =>
    status === "PENDING" && paymentMethod === "ONLINE" && open === null && caller === "system",
  returnLate: ({ status, paymentMethod, open, caller }) =>
    status !== "PENDING" && paymentMethod === "ONLINE" && open === null && caller === "system",
  collect: ({ status, paymentMethod, caller }) => status === "PENDING" && paymentMethod === "COD" && caller === "staff",
  cancel: ({ status, open, caller }) =>
    status === "PENDING" && open !== "PROCESSING" && (caller === "owner" || caller === "staff"),
  expire: ({ status, open, expiry, caller }) =>
    status === "PENDING" && open !== "PROCESSING" && !isInTime(expiry) && caller === "system",
  refund: ({ status, caller }) => status === "PAID" && caller === "staff",
  completeRefund: ({ status, caller }) => status !== "PENDING" && caller === "system",
  failRefund: ({ status, caller }) => status !== "PENDING" && caller === "system",
  retryRefund: ({ status, caller }) => status !== "PENDING" && (caller === "staff" || caller === "system"),
  dropRefund: ({ status, caller }) => status !== "PENDING" && caller === "staff",
};
