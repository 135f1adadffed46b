import type {
  Currency,
  OrderStatus,
  PaymentMethod,
  RefusalDetails,
  Role,
  WebhookDisabledReason,
  WebhookUrlProblem,
} from "@till/contracts";
import { formatTime } from "./format-time.ts";
import { formatMoney } from "./money.ts";
import { type OrderState, expiredReason, isExpired } from "./transitions.ts";

// The halves of sentences in which refusals of one code differ.

export const unauthenticated = {
  missing: "Sign in first: send a bearer token in the Authorization header.",
  expired: "Your sign-in has expired. Sign in again.",
  invalid: "The bearer token is not valid here. Sign in again.",
  "bad key": "The API key is not valid here: it is unknown, or it was revoked.",
};

export const roleNames: Record<Role, string> = { customer: "customers", staff: "staff" };

export const webhookUrlProblems: Record<WebhookUrlProblem, string> = {
  NOT_HTTPS: "its address must begin with https://.",
  PRIVATE: "it is not an address of the public internet.",
};

export const whyDisabled: Record<WebhookDisabledReason, string> = {
  MANUAL: "",
  GONE: ", because it answered 410 Gone",
  FAILING: ", because it failed for days",
};

export const whyNotRefundable: Record<OrderStatus, string> = {
  PENDING: "is not paid, so there is nothing to refund. Cancel it instead.",
  CANCELLED: "was cancelled before it was paid, so there is nothing to refund.",
  PAID: "is paid.",
  REFUNDED: "is refunded already.",
};

export const wrongPaymentMethod: Record<PaymentMethod, string> = {
  COD: "is paid in cash on delivery. There is nothing to pay online.",
  ONLINE: "is paid online. There is no cash to collect.",
};

export function whyNoDiscount(
  { problem, ...details }: RefusalDetails<"DISCOUNT_INVALID">,
  currency: Currency = "INR",
): string {
  switch (problem) {
    case "UNKNOWN":
      return "is not known here. Check its spelling.";
    case "NOT_STARTED":
      return `is good from ${formatTime(details.startsAt ?? "")} on.`;
    case "ENDED":
      return `ended on ${formatTime(details.endsAt ?? "")}.`;
    case "USED_UP":
      return "is used up.";
    case "USED_UP_BY_CUSTOMER":
      return "has been used by you already, as often as it may be.";
    case "OTHER_CURRENCY":
      return `is not good for orders in ${currency}.`;
    case "MINIMUM_NOT_MET":
      return `is good for orders from ${formatMoney(details.minimumAmount ?? 0, currency)}.`;
  }
}

export function whyNotPending(order: OrderState, now: string): string {
  switch (order.status) {
    case "PAID":
      return "is already paid.";
    case "REFUNDED":
      return "was paid and refunded.";
    case "CANCELLED":
      return order.cancelReason === expiredReason
        ? "was cancelled, because it was not paid in time."
        : "is already cancelled.";
    case "PENDING":
      if (isExpired(order, now))
        return `can no longer be paid: its time to pay ended on ${formatTime(order.expiresAt ?? "")}. Place it again.`;
      throw new Error(`Order #${order.id} is pending, yet was refused as not pending.`);
  }
}
