import { type Refusal, type RefusalCode, limits } from "@till/contracts";
import { pages, refuse } from "@till/domain";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "../../router.ts";
import { catalogueRequests, catalogueResponses } from "./example-catalogue.ts";
import { customerRequests, customerResponses, statement } from "./example-customers.ts";
import { auditPiece, dossier } from "./example-dossier.ts";
import { extras } from "./example-extras.ts";
import { scriptRequests, scriptResponses } from "./example-scripts.ts";
import {
  apiKey,
  asha,
  cancelledOrder,
  coffee,
  delivery,
  email,
  endpoint,
  exampleApiKey,
  exampleSecret,
  failedPayment,
  droppedRefund,
  failedRefund,
  paidOrder,
  payment,
  pendingRefund,
  placedAt,
  placedOrder,
  recorded,
  refund,
  refundedOrder,
  timeline,
  waitingForRefund,
  waitingPayment,
} from "./example-story.ts";
import { summary } from "./example-summary.ts";

const page = <Item>(...items: Item[]) => ({ items, nextCursor: null });

const { currency, items, subtotalAmount, discountAmount, discountCode, extraAmount, totalAmount } = placedOrder;
const amounts = { subtotalAmount, discountAmount, discountCode, extras: placedOrder.extras, extraAmount, totalAmount };
const pricedBasket = { currency, items, ...amounts };

const exampleToken = "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl";

const till = {
  id: "k3v9x0q2m7c4a1b8",
  name: "Returns of March",
  url: "https://till.example/t/k3v9x0q2m7c4a1b8",
  trpcUrl: "https://till.example/t/k3v9x0q2m7c4a1b8/trpc",
  restUrl: "https://till.example/t/k3v9x0q2m7c4a1b8/v1",
  createdAt: placedAt,
  expiresAt: "2026-03-01T13:00:00.000Z",
};

const people = [{ id: asha.id, role: asha.role, name: asha.name, token: exampleToken }];

const exampleGuestLink = `https://till.example${pages.guestLink(placedOrder.id, "till_guest_this-is-an-example")}`;

/** An answer of each procedure. The type checks that each procedure has one, and that it fits. */
const responses: inferRouterOutputs<AppRouter> = {
  audit: { run: auditPiece },
  auth: { me: { user: asha } },
  ...catalogueResponses,
  customers: customerResponses,
  orders: {
    create: placedOrder,
    createGuestLink: { orderId: placedOrder.id, guestLink: exampleGuestLink, expiresAt: "2026-05-30T12:00:00.000Z" },
    quote: { ...pricedBasket, problems: [] },
    get: placedOrder,
    list: page(paidOrder),
    timeline,
    dossier,
    summary,
    statement,
    pay: { order: paidOrder, payment },
    confirm: { order: paidOrder, payment },
    collect: { order: paidOrder, payment: { ...payment, method: "COD", source: { type: "cash" } } },
    cancel: cancelledOrder,
    refund: { order: refundedOrder, refund },
    retryRefund: { order: waitingForRefund, refund: pendingRefund },
    dropRefund: { order: { ...paidOrder, refunds: [droppedRefund], actions: ["refund"] }, refund: droppedRefund },
  },
  apiKeys: {
    create: { ...apiKey, key: exampleApiKey },
    list: page(apiKey),
    revoke: { ...apiKey, revokedAt: placedAt },
  },
  notifications: { list: page(email), get: { ...email, html: "<!doctype html><p>Your order #42 is paid.</p>" } },
  sandbox: {
    ...scriptResponses,
    clock: {
      get: { now: placedAt, mode: "real" },
      set: { now: placedAt, mode: "frozen" },
      advance: {
        now: "2026-03-01T12:31:00.000Z",
        mode: "frozen",
        happened: [{ at: "2026-03-01T12:30:00.000Z", type: "order.cancelled", orderId: 42, id: "7" }],
      },
    },
    tills: {
      create: { ...till, people },
      list: page(till),
      get: till,
      fork: { ...till, people },
      delete: { id: till.id },
    },
    users: { users: [asha] },
    addUser: { token: exampleToken, user: { ...asha, id: "usr_new" }, expiresAt: "2026-03-02T00:00:00.000Z" },
    signIn: { token: exampleToken, user: asha, expiresAt: "2026-03-02T00:00:00.000Z" },
    failMessages: [
      { channel: "EMAIL", failNext: 2, failPercent: 0 },
      { channel: "SMS", failNext: 0, failPercent: 0 },
    ],
    reset: { deletedOrders: 1 },
  },
  webhooks: {
    endpoints: {
      create: { ...endpoint, secret: exampleSecret },
      list: { items: [endpoint] },
      get: endpoint,
      update: { ...endpoint, description: "Fulfilment, new", secret: null },
      delete: { id: endpoint.id },
    },
    deliveries: { list: page(delivery), replay: { replayed: 1, nextSince: null } },
  },
};

const { id } = placedOrder;
const basket = { items: [{ productId: coffee.id, quantity: 2 }], discountCode: "WELCOME10", extras };

/** An input of each procedure that takes one. */
const requests: inferRouterInputs<AppRouter> = {
  audit: { run: { cursor: "after_1e" } },
  auth: { me: undefined },
  ...catalogueRequests,
  customers: customerRequests,
  orders: {
    create: { ...basket, paymentMethod: "ONLINE", ...recorded },
    quote: basket,
    createGuestLink: { id },
    get: { id },
    list: { status: "PAID", limit: 20 },
    timeline: { id },
    dossier: { id },
    summary: { days: 1, timezone: "Asia/Kolkata" },
    statement: { month: "2026-03", timezone: "Asia/Kolkata" },
    pay: { id, source: { token: "pm_card_visa" } },
    confirm: { id, paymentId: payment.id, outcome: "COMPLETE" },
    collect: { id },
    cancel: { id, reason: "Ordered by mistake" },
    refund: { id, amount: refund.amount, reason: "One pack was damaged" },
    retryRefund: { id, refundId: failedRefund.id },
    dropRefund: { id, refundId: failedRefund.id, reason: "Refunded by bank transfer" },
  },
  apiKeys: { create: { name: apiKey.name, role: apiKey.role }, list: { limit: 20 }, revoke: { id: apiKey.id } },
  notifications: { list: { channel: "EMAIL", status: "SENT", orderId: id }, get: { id: email.id } },
  sandbox: {
    ...scriptRequests,
    clock: { get: undefined, set: { mode: "frozen" }, advance: { minutes: 31 } },
    tills: {
      create: { name: till.name, ttlMinutes: 60 },
      list: { limit: 20 },
      get: { id: till.id },
      fork: { id: till.id },
      delete: { id: till.id },
    },
    users: undefined,
    addUser: { role: "customer", name: asha.name },
    signIn: { userId: asha.id },
    failMessages: { channel: "EMAIL", failNext: 2 },
    reset: undefined,
  },
  webhooks: {
    endpoints: {
      create: { url: endpoint.url, eventTypes: endpoint.eventTypes, description: "Fulfilment" },
      list: undefined,
      get: { id: endpoint.id },
      update: { id: endpoint.id, description: "Fulfilment, new" },
      delete: { id: endpoint.id },
    },
    deliveries: { list: { endpointId: endpoint.id }, replay: { id: delivery.id } },
  },
};

interface Example {
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: unknown;
}

/** The examples of a procedure, such as `orders.create`. */
export function exampleOf(name: string): Example {
  const at = (tree: object) =>
    name.split(".").reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], tree);
  return { request: (at(requests) ?? {}) as Example["request"], response: at(responses) };
}

const expired = { ...placedOrder, status: "CANCELLED", cancelCause: "EXPIRED", cancelReason: "EXPIRED" } as const;

/** The refusal of a body that is not JSON. It has its own status. */
export const exampleNoJson: Refusal = refuse.invalid([
  { field: "", message: "must come with the header Content-Type: application/json" },
]);

/** One refusal of each code, with its real sentence. */
export const exampleRefusals: { readonly [Code in RefusalCode]: Refusal } = {
  VALIDATION_FAILED: refuse.invalid([{ field: "items[0].quantity", message: "must be a whole number from 1 to 99" }]),
  PRODUCT_NOT_FOUND: refuse.productsNotFound([777]),
  ORDER_TOO_LARGE: refuse.orderTooLarge({ subtotalAmount: 120_000_000, totalAmount: 120_009_900 }, "INR"),
  CURRENCY_MIXED: refuse.currencyMixed(["INR", "USD"]),
  REFERENCE_TAKEN: refuse.referenceTaken(recorded.reference, placedOrder.id),
  DISCOUNT_INVALID: refuse.discountInvalid(
    { discountCode: "FLAT250", problem: "MINIMUM_NOT_MET", minimumAmount: 200_000, startsAt: null, endsAt: null },
    "INR",
  ),
  TEST_CARD_REQUIRED: refuse.testCardRequired(),
  WEBHOOK_URL_FORBIDDEN: refuse.webhookUrlForbidden("https://10.0.0.1/hook", "PRIVATE"),
  UNAUTHENTICATED: refuse.unauthenticated("NO_TOKEN"),
  PAYMENT_DECLINED: refuse.paymentDeclined(failedPayment, "insufficient_funds", ["pay", "cancel"]),
  FORBIDDEN: refuse.forbidden(["staff"]),
  NOT_FOUND: refuse.procedureNotFound("/v1/nothing"),
  ORDER_NOT_FOUND: refuse.orderNotFound(id),
  DISCOUNT_NOT_FOUND: refuse.discountNotFound("FLAT250"),
  DISCOUNT_CODE_TAKEN: refuse.discountCodeTaken("FLAT250"),
  STOCK_NOT_ADJUSTABLE: refuse.stockNotAdjustable(coffee.name, {
    productId: coffee.id,
    problem: "BELOW_ZERO",
    stock: 3,
    change: -5,
  }),
  NOTIFICATION_NOT_FOUND: refuse.notificationNotFound(email.id),
  USER_NOT_FOUND: refuse.userNotFound("usr_nobody"),
  CUSTOMER_NOT_FOUND: refuse.customerNotFound("usr_nobody"),
  CUSTOMER_NOT_ERASABLE: refuse.customerNotErasable({
    customerId: asha.id,
    problem: "REFUND_PENDING",
    orderId: id,
  }),
  API_KEY_NOT_FOUND: refuse.apiKeyNotFound(apiKey.id),
  WEBHOOK_ENDPOINT_NOT_FOUND: refuse.webhookEndpointNotFound(endpoint.id),
  DELIVERY_NOT_FOUND: refuse.deliveryNotFound(delivery.id),
  METHOD_NOT_ALLOWED: refuse.wrongMethod("/v1/orders", "GET, HEAD, POST"),
  OUT_OF_STOCK: refuse.outOfStock([{ productId: coffee.id, name: coffee.name, requested: 2, left: 1 }]),
  RESERVATION_LIMIT_REACHED: refuse.reservationLimitReached({
    problem: "RESERVED_PIECES",
    limit: 500,
    held: 480,
    requested: 30,
  }),
  TOO_MANY_ATTEMPTS: refuse.tooManyAttempts(placedOrder, ["cancel"]),
  PRICE_CHANGED: refuse.priceChanged(totalAmount - 2_000, pricedBasket),
  NOT_OF_A_GUEST: refuse.notOfAGuest(id),
  ORDER_NOT_PENDING: refuse.orderNotPending(expired, placedAt, []),
  WRONG_PAYMENT_METHOD: refuse.wrongPaymentMethod({ ...placedOrder, paymentMethod: "COD" }, ["cancel"]),
  PAYMENT_IN_PROGRESS: refuse.paymentInProgress(placedOrder, waitingPayment, ["confirm", "cancel"]),
  PAYMENT_NOT_OPEN: refuse.paymentNotOpen(placedOrder, payment.id, ["pay", "cancel"]),
  ORDER_NOT_REFUNDABLE: refuse.orderNotRefundable(placedOrder, ["pay", "cancel"]),
  REFUND_EXCEEDS_BALANCE: refuse.refundExceedsBalance(refundedOrder, ["refund"]),
  REFUND_NOT_FAILED: refuse.refundNotFailed(refundedOrder, refund.id, refund, ["refund"]),
  GATEWAY_GONE: refuse.gatewayGone(paidOrder, ["refund"]),
  GATEWAY_REQUIRED: refuse.gatewayRequired(),
  API_KEY_LIMIT_REACHED: refuse.apiKeyLimitReached(),
  WEBHOOK_ENDPOINT_LIMIT_REACHED: refuse.webhookEndpointLimitReached(),
  WEBHOOK_ENDPOINT_DISABLED: refuse.webhookEndpointDisabled(endpoint.id, "GONE"),
  TILL_NOT_FOUND: refuse.tillNotFound(till.id),
  TILL_LIMIT_REACHED: refuse.tillLimitReached(),
  IDEMPOTENCY_KEY_REUSED: refuse.idempotencyKeyReused("7f0c2a54-3a0b-4d0e-9a55-1b8f4f0d6c11"),
  PAYLOAD_TOO_LARGE: refuse.bodyTooLarge(limits.bodyBytes),
  RATE_LIMITED: refuse.rateLimited(limits.rates.periodSeconds),
  LOGIN_SERVICE_UNAVAILABLE: refuse.loginServiceUnavailable(),
  DATABASE_UNAVAILABLE: refuse.databaseUnavailable(),
};
