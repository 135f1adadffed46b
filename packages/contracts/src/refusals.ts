import * as z from "zod";
import { discountProblemSchema } from "./discounts.ts";
import { erasureObstacles } from "./erasing.ts";
import { amountSchema, currencySchema } from "./money.ts";
import { type Action, actionSchema, orderStatusSchema, pricedBasketSchema, reservationLimits } from "./orders.ts";
import { paymentMethodSchema } from "./payment-methods.ts";
import { declineCodeSchema, paymentStatusSchema, refundStatusSchema } from "./payments.ts";
import { numericIdSchema, timestampSchema } from "./primitives.ts";
import { stockProblems } from "./stock-problems.ts";
import { signInProblemSchema } from "./sign-in-problems.ts";
import { webhookDisabledReasonSchema, webhookUrlProblemSchema } from "./webhook-problems.ts";

const orderDetails = z.object({ orderId: numericIdSchema, status: orderStatusSchema });

const define = <Status extends number, Details extends z.ZodObject>(status: Status, details: Details) => ({
  status,
  details,
});

/**
 * Every expected "no": its code, its HTTP status (RFC 9110, 6585) and the data that explains it. `refusalTexts` says when
 * each is answered.
 */
export const refusals = {
  VALIDATION_FAILED: define(400, z.object({ issues: z.array(z.object({ field: z.string(), message: z.string() })) })),
  PRODUCT_NOT_FOUND: define(400, z.object({ productIds: z.array(numericIdSchema) })),
  ORDER_TOO_LARGE: define(
    400,
    z.object({
      subtotalAmount: amountSchema,
      totalAmount: amountSchema,
      maxAmount: amountSchema,
      currency: currencySchema,
    }),
  ),
  CURRENCY_MIXED: define(400, z.object({ currencies: z.array(currencySchema) })),
  DISCOUNT_INVALID: define(
    400,
    z.object({
      discountCode: z.string(),
      problem: discountProblemSchema,
      minimumAmount: amountSchema.nullable(),
      startsAt: timestampSchema.nullable(),
      endsAt: timestampSchema.nullable(),
    }),
  ),
  TEST_CARD_REQUIRED: define(400, z.object({})),
  WEBHOOK_URL_FORBIDDEN: define(400, z.object({ url: z.string(), problem: webhookUrlProblemSchema })),
  UNAUTHENTICATED: define(401, z.object({ problem: signInProblemSchema })),
  PAYMENT_DECLINED: define(
    402,
    z.object({
      orderId: numericIdSchema,
      paymentId: z.string(),
      declineCode: declineCodeSchema,
      gatewaySentence: z.string().nullable(),
    }),
  ),
  FORBIDDEN: define(403, z.object({})),
  NOT_FOUND: define(404, z.object({})),
  DISCOUNT_NOT_FOUND: define(404, z.object({ discountCode: z.string() })),
  ORDER_NOT_FOUND: define(404, z.object({ orderId: numericIdSchema })),
  NOTIFICATION_NOT_FOUND: define(404, z.object({ notificationId: numericIdSchema })),
  USER_NOT_FOUND: define(404, z.object({ userId: z.string() })),
  CUSTOMER_NOT_FOUND: define(404, z.object({ customerId: z.string() })),
  API_KEY_NOT_FOUND: define(404, z.object({ apiKeyId: z.string() })),
  WEBHOOK_ENDPOINT_NOT_FOUND: define(404, z.object({ endpointId: z.string() })),
  DELIVERY_NOT_FOUND: define(404, z.object({ deliveryId: z.string() })),
  TILL_NOT_FOUND: define(404, z.object({ till: z.string() })),
  METHOD_NOT_ALLOWED: define(405, z.object({})),
  OUT_OF_STOCK: define(
    409,
    z.object({
      products: z.array(z.object({ productId: numericIdSchema, name: z.string(), requested: z.int(), left: z.int() })),
    }),
  ),
  STOCK_NOT_ADJUSTABLE: define(
    409,
    z.object({
      productId: numericIdSchema,
      problem: z.enum(stockProblems),
      stock: z.int().nullable(),
      change: z.int(),
    }),
  ),
  DISCOUNT_CODE_TAKEN: define(409, z.object({ discountCode: z.string() })),
  PRICE_CHANGED: define(409, z.object({ expectedTotalAmount: amountSchema, quote: pricedBasketSchema })),
  RESERVATION_LIMIT_REACHED: define(
    409,
    z.object({ problem: z.enum(reservationLimits), limit: z.int(), held: z.int(), requested: z.int() }),
  ),
  REFERENCE_TAKEN: define(409, z.object({ reference: z.string(), orderId: numericIdSchema.nullable() })),
  NOT_OF_A_GUEST: define(409, z.object({ orderId: numericIdSchema })),
  ORDER_NOT_PENDING: define(409, orderDetails),
  WRONG_PAYMENT_METHOD: define(409, z.object({ orderId: numericIdSchema, paymentMethod: paymentMethodSchema })),
  TOO_MANY_ATTEMPTS: define(409, z.object({ orderId: numericIdSchema, limit: z.int() })),
  PAYMENT_IN_PROGRESS: define(
    409,
    z.object({ orderId: numericIdSchema, paymentId: z.string(), paymentStatus: paymentStatusSchema }),
  ),
  PAYMENT_NOT_OPEN: define(409, z.object({ orderId: numericIdSchema, paymentId: z.string() })),
  ORDER_NOT_REFUNDABLE: define(409, orderDetails),
  REFUND_EXCEEDS_BALANCE: define(
    409,
    z.object({ orderId: numericIdSchema, left: amountSchema, currency: currencySchema }),
  ),
  REFUND_NOT_FAILED: define(
    409,
    z.object({ orderId: numericIdSchema, refundId: z.string(), refundStatus: refundStatusSchema.nullable() }),
  ),
  CUSTOMER_NOT_ERASABLE: define(
    409,
    z.object({ customerId: z.string(), problem: z.enum(erasureObstacles), orderId: numericIdSchema }),
  ),
  GATEWAY_GONE: define(409, z.object({ orderId: numericIdSchema })),
  GATEWAY_REQUIRED: define(409, z.object({})),
  API_KEY_LIMIT_REACHED: define(409, z.object({ limit: z.int() })),
  WEBHOOK_ENDPOINT_LIMIT_REACHED: define(409, z.object({ limit: z.int() })),
  WEBHOOK_ENDPOINT_DISABLED: define(
    409,
    z.object({ endpointId: z.string(), disabledReason: webhookDisabledReasonSchema }),
  ),
  TILL_LIMIT_REACHED: define(409, z.object({ limit: z.int() })),
  PAYLOAD_TOO_LARGE: define(413, z.object({ limit: z.int() })),
  IDEMPOTENCY_KEY_REUSED: define(422, z.object({ idempotencyKey: z.string() })),
  RATE_LIMITED: define(429, z.object({ retryAfterSeconds: z.int() })),
  LOGIN_SERVICE_UNAVAILABLE: define(503, z.object({})),
  DATABASE_UNAVAILABLE: define(503, z.object({})),
} as const;

export type RefusalCode = keyof typeof refusals;
export type RefusalStatus = (typeof refusals)[RefusalCode]["status"];

/** The data that explains a refusal of this code. */
export type RefusalDetails<Code extends RefusalCode> = z.output<(typeof refusals)[Code]["details"]>;

/** An expected "no": a code to branch on, a sentence to show, the data behind it and what can still be done. */
export type Refusal<Code extends RefusalCode = RefusalCode> = {
  [C in Code]: { code: C; message: string; details: RefusalDetails<C>; actions: Action[] };
}[Code];

const refusalCodes = Object.keys(refusals) as [RefusalCode, ...RefusalCode[]];
const refusalEnvelope = z.object({
  code: z.enum(refusalCodes),
  message: z.string(),
  details: z.unknown(),
  actions: z.array(actionSchema),
});

/** Whether an unknown value, for example from the network, is a refusal: its code is known and its details fit the code. */
export function isRefusalShape(value: unknown): value is Refusal {
  const envelope = refusalEnvelope.safeParse(value);
  return envelope.success && refusals[envelope.data.code].details.safeParse(envelope.data.details).success;
}

/** A refusal that is part of an answer, such as a problem of a quote. */
export const refusalSchema = z.custom<Refusal>(isRefusalShape).meta({
  id: "Refusal",
  description:
    "An expected refusal: a code, a sentence, the data that explains it and the actions that are still possible.",
});
