import {
  type Currency,
  type OrderStatus,
  type RefundStatus,
  type RefusalDetails,
  type Role,
  type SignInProblem,
  type WebhookDisabledReason,
  type WebhookUrlProblem,
  limits,
  paymentMethodTable,
  webhookPorts,
} from "@till/contracts";
import { formatTime } from "./format-time.ts";
import { formatMoney } from "./money.ts";
import { type OrderState, isExpired } from "./transitions.ts";

// The halves of sentences in which refusals of one code differ.

/** ASCII without quotes and backslashes, because they also stand in a header (RFC 6750, section 3). */
export const unauthenticated: Record<SignInProblem, string> = {
  NO_TOKEN: "Sign in first: send a bearer token in the Authorization header.",
  EXPIRED: "Your sign-in has expired. Sign in again.",
  NOT_YET_VALID: "The bearer token is not valid here yet: its claim nbf is in the future. Check the clocks.",
  MALFORMED:
    "The bearer token is not valid here: it is neither a signed JSON Web Token nor an API key nor the token of a guest link. Sign in again.",
  UNKNOWN_KEY: "The bearer token is not valid here: the login service has no key that fits it. Sign in again.",
  UNUSABLE_KEY:
    "The bearer token is not valid here: the key of the login service that fits it is too short, or no key at all.",
  WRONG_SIGNATURE: "The bearer token is not valid here: its signature is wrong. Sign in again.",
  WRONG_ALGORITHM: "The bearer token is not valid here: it is signed by an algorithm that is not accepted.",
  WRONG_ISSUER: "The bearer token is not valid here: another login service issued it (claim iss). Sign in again.",
  WRONG_TILL: "The bearer token is not valid here: it is for another till (claim till). Sign in again.",
  WRONG_AUDIENCE: "The bearer token is not valid here: it is meant for another service (claim aud). Sign in again.",
  MISSING_CLAIM:
    "The bearer token is not valid here: it needs the claims sub and exp, and iss and aud where they are set.",
  WRONG_SUBJECT:
    "The bearer token is not valid here: its claim sub must be 1 to 255 printable ASCII characters, and not an id that Till uses itself.",
  SANDBOX_OFF: "The bearer token is not valid here: it comes from a sandbox, and the sandbox is off. Sign in again.",
  API_KEY_REJECTED: "The API key is not valid here: it is unknown, or it was revoked.",
  GUEST_LINK_REJECTED:
    "The guest link is not valid here: it is unknown, revoked or expired. Ask the shop for a new link to your order.",
};

export const roleNames: Record<Role, string> = { customer: "customers", staff: "staff" };

export const webhookUrlProblems: Record<WebhookUrlProblem, string> = {
  NOT_HTTPS: "its address must begin with https://.",
  PRIVATE: "it is not an address of the public internet.",
  WRONG_PORT: `its port must be ${webhookPorts.join(" or ")}.`,
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

export const whyNotFailed: Record<RefundStatus, string> = {
  PENDING: "has not failed: the gateway has not answered yet.",
  SUCCEEDED: "has not failed: the gateway took it.",
  FAILED: "has failed.",
  DROPPED: "was dropped.",
};

export const whyPending = (amount: number, currency: Currency): string =>
  `A refund of ${formatMoney(amount, currency)} waits for the gateway.`;

export function whyNoDiscount(
  { problem, ...details }: RefusalDetails<"DISCOUNT_INVALID">,
  currency: Currency = "INR",
): string {
  switch (problem) {
    case "UNKNOWN":
      return "is not known here. Check its spelling.";
    case "DISABLED":
      return "is no longer valid.";
    case "NOT_STARTED":
      return `is valid from ${formatTime(details.startsAt ?? "")} on.`;
    case "ENDED":
      return `ended on ${formatTime(details.endsAt ?? "")}.`;
    case "USED_UP":
      return "is used up.";
    case "USED_UP_BY_CUSTOMER":
      return "can't be used again: you have reached its limit for one customer.";
    case "OTHER_CURRENCY":
      return `is not valid for orders in ${currency}.`;
    case "MINIMUM_NOT_MET":
      return `is valid for orders of at least ${formatMoney(details.minimumAmount ?? 0, currency)}.`;
  }
}

export function whyNotAdjustable({ problem, stock, change }: RefusalDetails<"STOCK_NOT_ADJUSTABLE">): string {
  switch (problem) {
    case "UNLIMITED":
      return "has unlimited stock, which can't be adjusted. Set its stock to a number first.";
    case "BELOW_ZERO":
      return `has ${counted(stock ?? 0, "piece")} in stock, so ${-change} can't be taken out.`;
    case "ABOVE_LIMIT":
      return `has ${counted(stock ?? 0, "piece")} in stock, and may have ${limits.stock} at most.`;
  }
}

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

export function whyNoReservation(details: RefusalDetails<"RESERVATION_LIMIT_REACHED">): string {
  const { problem, limit, held, requested } = details;
  switch (problem) {
    case "OPEN_ORDERS":
      return `You have ${counted(held, "unpaid order")}, and one customer may have ${limit} at a time. Pay or cancel one of them first.`;
    case "RESERVED_PIECES":
      return `Your unpaid orders hold ${counted(held, "piece")}, this one asks for ${requested} more, and one customer may hold ${limit} at a time. Pay or cancel an order first, or order fewer pieces.`;
  }
}

export function whyNotPending(order: OrderState, now: string): string {
  switch (order.status) {
    case "PAID":
      return "is already paid.";
    case "REFUNDED":
      return "was paid and refunded.";
    case "CANCELLED":
      return order.cancelCause === "EXPIRED"
        ? `was cancelled, because ${paymentMethodTable[order.paymentMethod].whyExpired}.`
        : "is already cancelled.";
    case "PENDING":
      if (isExpired(order, now))
        return `can no longer be paid: its time to pay ended on ${formatTime(order.expiresAt ?? "")}. Place it again.`;
      throw new Error(`Order #${order.id} is pending, yet was refused as not pending.`);
  }
}
