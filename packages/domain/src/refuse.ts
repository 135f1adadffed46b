import {
  type Action,
  type Currency,
  type PricedBasket,
  type RefusalDetails,
  type Role,
  type SignInProblem,
  type WebhookDisabledReason,
  type WebhookUrlProblem,
  limits,
  paymentMethodTable,
} from "@till/contracts";
import { formatMoney } from "./money.ts";
import { once } from "./once.ts";
import { refusal } from "./refusal.ts";
import { refuseErasing } from "./refuse-erasing.ts";
import { refuseInCatalogue } from "./refuse-in-catalogue.ts";
import { refuseGuests } from "./refuse-guests.ts";
import { refuseInSandbox } from "./refuse-in-sandbox.ts";
import { refusePayments } from "./refuse-payments.ts";
import { refuseRefunds } from "./refuse-refunds.ts";
import type { OrderState } from "./transitions.ts";
import {
  roleNames,
  unauthenticated,
  webhookUrlProblems,
  whyDisabled,
  whyNoDiscount,
  whyNoReservation,
  whyNotPending,
} from "./why-refused.ts";

const listFormat = once(() => new Intl.ListFormat("en", { type: "conjunction" }));
const list = (names: readonly string[]): string => listFormat().format(names);

const invalid = (issues: RefusalDetails<"VALIDATION_FAILED">["issues"]) =>
  refusal(
    "VALIDATION_FAILED",
    issues.map(({ field, message }) => `${field === "" ? "The input" : field} ${message}.`).join(" "),
    { issues },
  );

/** The sentence of each refusal, made in one place from the data that explains it. */
export const refuse = {
  ...refuseGuests,
  ...refuseInCatalogue,
  ...refuseInSandbox,
  ...refusePayments,
  ...refuseRefunds,
  ...refuseErasing,

  invalid,

  productsNotFound: (productIds: number[]) =>
    refusal(
      "PRODUCT_NOT_FOUND",
      productIds.length === 1
        ? `There is no product ${productIds[0]}.`
        : `There are no products ${list(productIds.map(String))}.`,
      { productIds },
    ),

  orderTooLarge: (amounts: { subtotalAmount: number; totalAmount: number }, currency: Currency) =>
    refusal(
      "ORDER_TOO_LARGE",
      `The order comes to ${formatMoney(amounts.totalAmount, currency)}; one order may come to ${formatMoney(limits.orderAmount, currency)} at most. Split it.`,
      { ...amounts, maxAmount: limits.orderAmount, currency },
    ),

  /** What is included in the prices can't be more than the order comes to. */
  tooMuchIncluded: (includedAmount: number, totalAmount: number, currency: Currency) =>
    invalid([
      {
        field: "extras",
        message: `must include no more tax than the order comes to: ${formatMoney(includedAmount, currency)} can't be part of ${formatMoney(totalAmount, currency)}`,
      },
    ]),

  currencyMixed: (currencies: Currency[]) =>
    refusal("CURRENCY_MIXED", `One order has one currency; these products are priced in ${list(currencies)}.`, {
      currencies,
    }),

  outOfStock: (products: RefusalDetails<"OUT_OF_STOCK">["products"]) =>
    refusal(
      "OUT_OF_STOCK",
      products
        .map(({ name, requested, left }) =>
          left === 0
            ? `${name} is sold out.`
            : `Only ${left} of ${name} ${left === 1 ? "is" : "are"} left; you asked for ${requested}.`,
        )
        .join(" "),
      { products },
    ),

  /** `quote` is what the basket comes to now; all of its products are known, so it has a currency. */
  priceChanged: (expectedTotalAmount: number, quote: PricedBasket) => {
    const [now, before] = [quote.totalAmount, expectedTotalAmount].map((amount) =>
      formatMoney(amount, quote.currency ?? "INR"),
    );
    return refusal(
      "PRICE_CHANGED",
      `The order now comes to ${now}, not ${before}. Look at it again, and place it if you agree.`,
      { expectedTotalAmount, quote },
    );
  },

  reservationLimitReached: (details: RefusalDetails<"RESERVATION_LIMIT_REACHED">) =>
    refusal("RESERVATION_LIMIT_REACHED", whyNoReservation(details), details),

  /** `orderId` is null if the caller may not see the order that has it. */
  referenceTaken: (reference: string, orderId: number | null) =>
    refusal(
      "REFERENCE_TAKEN",
      `${orderId === null ? "Another order" : `Order #${orderId}`} has the reference ${reference} already. Each order needs its own.`,
      { reference, orderId },
    ),

  discountInvalid: (details: RefusalDetails<"DISCOUNT_INVALID">, currency: Currency | undefined) =>
    refusal("DISCOUNT_INVALID", `The code ${details.discountCode} ${whyNoDiscount(details, currency)}`, details),

  unauthenticated: (problem: SignInProblem) => refusal("UNAUTHENTICATED", unauthenticated[problem], { problem }),

  /** `roles` are those that may do it. */
  forbidden: (roles: readonly Role[]) =>
    refusal("FORBIDDEN", `Only ${list(roles.map((role) => roleNames[role]))} can do this.`, {}),

  /** A key that got into the wrong hands must not make or revoke others. */
  peopleOnly: () => refusal("FORBIDDEN", "An API key can't do this. Sign in yourself.", {}),

  listOthersOrders: () => refusal("FORBIDDEN", "Only staff can list the orders of another customer.", {}),

  searchOrders: () => refusal("FORBIDDEN", "Only staff can search all orders.", {}),

  procedureNotFound: (path: string) => refusal("NOT_FOUND", `There is nothing at ${path}.`, {}),

  methodNotAllowed: (path: string) =>
    refusal("METHOD_NOT_ALLOWED", `Queries use GET and mutations use POST. ${path} needs the other method.`, {}),

  /** `allowed` are the methods that the path has. */
  wrongMethod: (path: string, allowed: string) => refusal("METHOD_NOT_ALLOWED", `${path} takes ${allowed} only.`, {}),

  agentsOff: () => refusal("NOT_FOUND", "Till serves no agents here. To serve them, set MCP to `on`.", {}),

  originNotAllowed: () =>
    refusal("FORBIDDEN", "Pages of this origin may not call. To let them, add their origin to CORS_ORIGINS.", {}),

  notificationNotFound: (notificationId: number) =>
    refusal("NOTIFICATION_NOT_FOUND", `There is no message ${notificationId}.`, { notificationId }),

  orderNotFound: (orderId: number) => refusal("ORDER_NOT_FOUND", `There is no order #${orderId}.`, { orderId }),

  orderNotPending: (order: OrderState, now: string, actions: Action[]) =>
    refusal(
      "ORDER_NOT_PENDING",
      `Order #${order.id} ${whyNotPending(order, now)}`,
      { orderId: order.id, status: order.status },
      actions,
    ),

  wrongPaymentMethod: (order: OrderState, actions: Action[]) =>
    refusal(
      "WRONG_PAYMENT_METHOD",
      `Order #${order.id} ${paymentMethodTable[order.paymentMethod].notOtherwise}`,
      { orderId: order.id, paymentMethod: order.paymentMethod },
      actions,
    ),

  apiKeyNotFound: (apiKeyId: string) => refusal("API_KEY_NOT_FOUND", `There is no API key ${apiKeyId}.`, { apiKeyId }),

  apiKeyLimitReached: () =>
    refusal(
      "API_KEY_LIMIT_REACHED",
      `There are ${limits.apiKeys} API keys already, and no more can be added. Revoke one first.`,
      { limit: limits.apiKeys },
    ),

  webhookUrlForbidden: (url: string, problem: WebhookUrlProblem) =>
    refusal("WEBHOOK_URL_FORBIDDEN", `Webhooks can't be sent to ${url}: ${webhookUrlProblems[problem]}`, {
      url,
      problem,
    }),

  webhookEndpointNotFound: (endpointId: string) =>
    refusal("WEBHOOK_ENDPOINT_NOT_FOUND", `There is no webhook endpoint ${endpointId}.`, { endpointId }),

  webhookEndpointLimitReached: () =>
    refusal(
      "WEBHOOK_ENDPOINT_LIMIT_REACHED",
      `There are ${limits.webhookEndpoints} webhook endpoints already, and no more can be added. Delete one first.`,
      { limit: limits.webhookEndpoints },
    ),

  webhookEndpointDisabled: (endpointId: string, disabledReason: WebhookDisabledReason) =>
    refusal(
      "WEBHOOK_ENDPOINT_DISABLED",
      `The webhook endpoint ${endpointId} is switched off${whyDisabled[disabledReason]}. Switch it on first.`,
      { endpointId, disabledReason },
    ),

  deliveryNotFound: (deliveryId: string) =>
    refusal("DELIVERY_NOT_FOUND", `There is no webhook delivery ${deliveryId}.`, { deliveryId }),

  idempotencyKeyReused: (idempotencyKey: string) =>
    refusal(
      "IDEMPOTENCY_KEY_REUSED",
      "This idempotency key was used for a different request. Use a new key for a new request.",
      { idempotencyKey },
    ),

  /** `limit` in bytes. */
  bodyTooLarge: (limit: number) =>
    refusal("PAYLOAD_TOO_LARGE", `The body of a request may have ${limit / 1024} KiB at most.`, { limit }),

  tooManyCalls: () =>
    refusal(
      "PAYLOAD_TOO_LARGE",
      `One request may carry ${limits.batchCalls} calls at most. Send the others in another request.`,
      { limit: limits.batchCalls },
    ),

  rateLimited: (retryAfterSeconds: number) =>
    refusal("RATE_LIMITED", `Too many requests. Try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds }),

  loginServiceUnavailable: () =>
    refusal(
      "LOGIN_SERVICE_UNAVAILABLE",
      "The login service can't be reached at the moment, so Till can't check who you are. Try again soon.",
      {},
    ),

  databaseUnavailable: () =>
    refusal(
      "DATABASE_UNAVAILABLE",
      "The database can't be reached at the moment. Try again soon; with the same idempotency key nothing is done twice.",
      {},
    ),
};
