import type { RefusalCode } from "./refusals.ts";

/**
 * When each refusal is answered: Markdown, with code in backticks. The OpenAPI document and the page of problems use these
 * texts. They are not in the table of refusals, because the shop and the Worker load that table and never need them.
 */
export const refusalTexts: Readonly<Record<RefusalCode, string>> = {
  VALIDATION_FAILED: "The input is wrong. Each issue names a field and says what would be right.",
  PRODUCT_NOT_FOUND: "There is no such product. `productIds` has every unknown one.",
  ORDER_TOO_LARGE: "The total is above the limit of one order.",
  CURRENCY_MIXED: "The products are priced in more than one currency.",
  DISCOUNT_INVALID:
    "The discount code is unknown, not yet valid, expired or used up, or the order does not meet its conditions: `problem` says which.",
  TEST_CARD_REQUIRED: "The card, token or UPI address is not one of the simulator's. Never send a real one.",
  WEBHOOK_URL_FORBIDDEN: "Webhooks are not sent to this address: it is not https, or it is private.",
  UNAUTHENTICATED: "There is no bearer token, API key or guest link, or it is not accepted: `problem` says why.",
  PAYMENT_DECLINED:
    "The payment failed: `declineCode` says why. The attempt is recorded, and the order can be paid again.",
  FORBIDDEN: "You may not do this, or the sandbox is off.",
  NOT_FOUND: "There is nothing at this address.",
  DISCOUNT_NOT_FOUND: "There is no such discount code.",
  ORDER_NOT_FOUND: "There is no such order, or it is somebody else's.",
  NOTIFICATION_NOT_FOUND: "There is no such message, or it is about somebody else's order.",
  USER_NOT_FOUND: "There is no such demo person.",
  CUSTOMER_NOT_FOUND: "There is no such customer: nobody with this id has placed an order.",
  API_KEY_NOT_FOUND: "There is no such API key.",
  WEBHOOK_ENDPOINT_NOT_FOUND: "There is no such webhook endpoint.",
  DELIVERY_NOT_FOUND: "There is no such delivery.",
  TILL_NOT_FOUND: "There is no such till, or it has expired. A Till with one shop has only the default till.",
  METHOD_NOT_ALLOWED: "This address does not support this method. The header `Allow` lists the supported ones.",
  OUT_OF_STOCK: "There is not enough stock. `products` has each such product and the quantity that is left.",
  STOCK_NOT_ADJUSTABLE:
    "The stock is unlimited, or it would fall below zero or rise above its limit: `problem` says which. `stock` is what there is.",
  DISCOUNT_CODE_TAKEN: "There is such a discount code already, with other terms or disabled.",
  PRICE_CHANGED: "The total of the order is no longer `expectedTotalAmount`. `quote` has the new one.",
  RESERVATION_LIMIT_REACHED:
    "The customer would hold too many unpaid orders, or too many pieces of stock in them: `problem` says which.",
  REFERENCE_TAKEN: "Another order has this reference: `orderId` says which, if you may see it.",
  NOT_OF_A_GUEST: "The order is not a guest's: its customer signs in.",
  ORDER_NOT_PENDING: "The order is paid, cancelled or expired.",
  WRONG_PAYMENT_METHOD: "The order has another payment method.",
  TOO_MANY_ATTEMPTS: "All attempts to pay the order are used up. It can only be cancelled.",
  PAYMENT_IN_PROGRESS: "An attempt to pay is open. It must be confirmed, replaced or settled first.",
  PAYMENT_NOT_OPEN: "The order has no such attempt that waits for the customer.",
  ORDER_NOT_REFUNDABLE: "The order is not paid, or it is refunded already.",
  REFUND_EXCEEDS_BALANCE:
    "The amount is more than is left to refund. Refunds that the gateway has not taken yet are not left.",
  REFUND_NOT_FAILED: "The order has no such refund that failed, so there is nothing to try again or to drop.",
  CUSTOMER_NOT_ERASABLE:
    "Something about one of the customer's orders is still going on: `problem` says what, `orderId` says of which. Nothing is erased.",
  GATEWAY_GONE: "The payment gateway that took the payment is not configured any more.",
  GATEWAY_REQUIRED:
    "No payment gateway is configured, and the simulator works only in the sandbox. Choose cash on delivery.",
  API_KEY_LIMIT_REACHED: "The limit of API keys is reached.",
  WEBHOOK_ENDPOINT_LIMIT_REACHED: "The limit of webhook endpoints is reached.",
  WEBHOOK_ENDPOINT_DISABLED: "The webhook endpoint is switched off, so nothing can be replayed to it.",
  TILL_LIMIT_REACHED: "The limit of tills is reached.",
  PAYLOAD_TOO_LARGE: "The body has more bytes, or the request more calls, than `limit`.",
  IDEMPOTENCY_KEY_REUSED: "The idempotency key was used for a different request.",
  RATE_LIMITED: "Too many requests from you or from your address. Try again after `retryAfterSeconds`.",
  LOGIN_SERVICE_UNAVAILABLE: "The login service can't be reached at the moment, so the token can't be checked.",
  DATABASE_UNAVAILABLE: "The database can't be reached at the moment. Nothing is half done. Try again.",
};
