/**
 * Every limit on what a caller may send, each with its unit. The schemas, the SQL constraints, the docs and the
 * tests read them from here.
 */
export const limits = {
  /** Lines of one order. */
  orderLines: 50,
  /** Pieces of one product in an order. */
  lineQuantity: 99,
  /**
   * The subtotal of one order, in minor units. Eight digits, as Stripe allows
   * (https://docs.stripe.com/api/payment_intents/object#payment_intent_object-amount). It also keeps
   * `amount × amount` within SQLite's 64-bit integers, which dividing a discount over the lines relies on.
   */
  orderAmount: 99_999_999,
  /** Items of one page of a list. */
  pageSize: { max: 100, default: 20 },
  /** Characters of an idempotency key; Stripe's limit (https://docs.stripe.com/api/idempotent_requests). */
  idempotencyKeyLength: 255,
  /** Characters of an id that is text. */
  textIdLength: 100,
  /** Characters of a name, an email address or a phone number. */
  contactLength: 200,
  /** Characters of a discount code. */
  discountCodeLength: 40,
  /** Characters of a reason that a person gives. */
  reasonLength: 500,
  /** Characters of a search text. */
  searchLength: 100,
  /** Sends that the sandbox's chaos may fail in advance. */
  failNext: 1_000,
  /** Attempts that a scenario may script. */
  scenarioSteps: 10,
} as const;
