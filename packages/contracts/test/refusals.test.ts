import { expect, test } from "vitest";
import { type Refusal, isRefusalShape, refusals } from "../src/index.ts";

/** A refusal of each code, as Till sends it. */
const examples: { [Code in Refusal["code"]]: Refusal<Code>["details"] } = {
  VALIDATION_FAILED: { issues: [{ field: "items[0].quantity", message: "must be a whole number from 1 to 99" }] },
  PRODUCT_NOT_FOUND: { productIds: [7, 8] },
  ORDER_TOO_LARGE: { subtotalAmount: 100_000_000, totalAmount: 100_000_000, maxAmount: 99_999_999, currency: "INR" },
  CURRENCY_MIXED: { currencies: ["INR", "USD"] },
  DISCOUNT_INVALID: {
    discountCode: "WELCOME10",
    problem: "ENDED",
    minimumAmount: 0,
    startsAt: null,
    endsAt: "2026-01-01T00:00:00.000Z",
  },
  TEST_CARD_REQUIRED: {},
  WEBHOOK_URL_FORBIDDEN: { url: "http://10.0.0.1/", problem: "PRIVATE" },
  UNAUTHENTICATED: { problem: "EXPIRED" },
  PAYMENT_DECLINED: { orderId: 42, paymentId: "pay_1", declineCode: "insufficient_funds", gatewaySentence: null },
  FORBIDDEN: {},
  NOT_FOUND: {},
  ORDER_NOT_FOUND: { orderId: 42 },
  NOTIFICATION_NOT_FOUND: { notificationId: 7 },
  USER_NOT_FOUND: { userId: "usr_nobody" },
  WEBHOOK_ENDPOINT_NOT_FOUND: { endpointId: "whe_1" },
  DELIVERY_NOT_FOUND: { deliveryId: "msg_1" },
  METHOD_NOT_ALLOWED: {},
  NOT_OF_A_GUEST: { orderId: 42 },
  REFUND_NOT_FAILED: { orderId: 42, refundId: "ref_1", refundStatus: "PENDING" },
  GATEWAY_GONE: { orderId: 42 },
  GATEWAY_REQUIRED: {},
  REFERENCE_TAKEN: { reference: "SO-7", orderId: null },
  PRICE_CHANGED: {
    expectedTotalAmount: 30_000,
    quote: {
      currency: "INR",
      items: [
        {
          productId: 7,
          sku: "CUP",
          name: "Cup",
          quantity: 2,
          unitPrice: 16_000,
          discountAmount: 0,
          totalAmount: 32_000,
        },
      ],
      subtotalAmount: 32_000,
      discountAmount: 0,
      discountCode: null,
      extras: [],
      extraAmount: 0,
      totalAmount: 32_000,
    },
  },
  DISCOUNT_NOT_FOUND: { discountCode: "TEN" },
  DISCOUNT_CODE_TAKEN: { discountCode: "TEN" },
  STOCK_NOT_ADJUSTABLE: { productId: 7, problem: "BELOW_ZERO", stock: 3, change: -5 },
  API_KEY_NOT_FOUND: { apiKeyId: "key_1" },
  CUSTOMER_NOT_FOUND: { customerId: "usr_1" },
  CUSTOMER_NOT_ERASABLE: { customerId: "usr_1", problem: "ORDER_OPEN", orderId: 1 },
  API_KEY_LIMIT_REACHED: { limit: 100 },
  PAYLOAD_TOO_LARGE: { limit: 65_536 },
  RATE_LIMITED: { retryAfterSeconds: 60 },
  LOGIN_SERVICE_UNAVAILABLE: {},
  OUT_OF_STOCK: { products: [{ productId: 7, name: "Kettle", requested: 2, left: 0 }] },
  RESERVATION_LIMIT_REACHED: { problem: "RESERVED_PIECES", limit: 500, held: 480, requested: 30 },
  TOO_MANY_ATTEMPTS: { orderId: 42, limit: 20 },
  ORDER_NOT_PENDING: { orderId: 42, status: "PAID" },
  WRONG_PAYMENT_METHOD: { orderId: 42, paymentMethod: "COD" },
  PAYMENT_IN_PROGRESS: { orderId: 42, paymentId: "pay_1", paymentStatus: "REQUIRES_ACTION" },
  PAYMENT_NOT_OPEN: { orderId: 42, paymentId: "pay_1" },
  ORDER_NOT_REFUNDABLE: { orderId: 42, status: "PENDING" },
  REFUND_EXCEEDS_BALANCE: { orderId: 42, left: 0, currency: "INR" },
  WEBHOOK_ENDPOINT_LIMIT_REACHED: { limit: 16 },
  TILL_NOT_FOUND: { till: "k3v9" },
  TILL_LIMIT_REACHED: { limit: 1_000 },
  WEBHOOK_ENDPOINT_DISABLED: { endpointId: "whe_1", disabledReason: "GONE" },
  IDEMPOTENCY_KEY_REUSED: { idempotencyKey: "once" },
  DATABASE_UNAVAILABLE: {},
};
const refusal = (code: string, details: unknown) => ({ code, message: "No.", details, actions: ["cancel"] });

test.each(Object.entries(examples))("%s is a refusal with its own details", (code, details) => {
  expect(isRefusalShape(refusal(code, details))).toBe(true);
  expect(isRefusalShape(refusal(code, undefined))).toBe(false);
  expect(isRefusalShape(refusal(code, {}))).toBe(Object.keys(details).length === 0);
});

test.each([
  ["the details of another code", refusal("ORDER_NOT_PENDING", examples.PAYMENT_DECLINED)],
  ["an unknown status", refusal("ORDER_NOT_PENDING", { orderId: 42, status: "LOST" })],
  ["an unknown decline code", refusal("PAYMENT_DECLINED", { ...examples.PAYMENT_DECLINED, declineCode: "bad_luck" })],
  [
    "an unknown state of an attempt",
    refusal("PAYMENT_IN_PROGRESS", { ...examples.PAYMENT_IN_PROGRESS, paymentStatus: "OPEN" }),
  ],
  ["a debt that is left", refusal("REFUND_EXCEEDS_BALANCE", { ...examples.REFUND_EXCEEDS_BALANCE, left: -1 })],
  ["an amount without its currency", refusal("REFUND_EXCEEDS_BALANCE", { orderId: 42, left: 1 })],
  ["an id as text", refusal("ORDER_NOT_FOUND", { orderId: "42" })],
  ["a code that Till does not have", refusal("TEAPOT", {})],
  ["a code that every object has", refusal("toString", {})],
  ["an unknown action", { ...refusal("FORBIDDEN", {}), actions: ["steal"] }],
  ["no message", { ...refusal("FORBIDDEN", {}), message: undefined }],
  ["no actions", { ...refusal("FORBIDDEN", {}), actions: undefined }],
  ["an error", new Error("FORBIDDEN")],
  ["null", null],
  ["nothing", undefined],
])("%s makes no refusal", (_what, value) => {
  expect(isRefusalShape(value)).toBe(false);
});

test("every refusal has the status of a client's error, but for those that say that something is unavailable", () => {
  const others = Object.entries(refusals).filter(([, { status }]) => status < 400 || status > 499);
  expect(others.map(([code, { status }]) => [code, status])).toEqual([
    ["LOGIN_SERVICE_UNAVAILABLE", 503],
    ["DATABASE_UNAVAILABLE", 503],
  ]);
});

test("what the state of a thing does not allow is a conflict", () => {
  const conflicts = Object.entries(refusals).filter(([, { status }]) => status === 409);
  expect(conflicts.map(([code]) => code)).toEqual([
    "OUT_OF_STOCK",
    "STOCK_NOT_ADJUSTABLE",
    "DISCOUNT_CODE_TAKEN",
    "PRICE_CHANGED",
    "RESERVATION_LIMIT_REACHED",
    "REFERENCE_TAKEN",
    "NOT_OF_A_GUEST",
    "ORDER_NOT_PENDING",
    "WRONG_PAYMENT_METHOD",
    "TOO_MANY_ATTEMPTS",
    "PAYMENT_IN_PROGRESS",
    "PAYMENT_NOT_OPEN",
    "ORDER_NOT_REFUNDABLE",
    "REFUND_EXCEEDS_BALANCE",
    "REFUND_NOT_FAILED",
    "CUSTOMER_NOT_ERASABLE",
    "GATEWAY_GONE",
    "GATEWAY_REQUIRED",
    "API_KEY_LIMIT_REACHED",
    "WEBHOOK_ENDPOINT_LIMIT_REACHED",
    "WEBHOOK_ENDPOINT_DISABLED",
    "TILL_LIMIT_REACHED",
  ]);
});
