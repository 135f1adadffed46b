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
   * The subtotal and the total of one order, in minor units. Eight digits, as Stripe allows
   * (https://docs.stripe.com/api/payment_intents/object#payment_intent_object-amount). It also keeps
   * `amount × amount` within SQLite's 64-bit integers, which dividing a discount over the lines relies on.
   */
  orderAmount: 99_999_999,
  /** Characters of a SKU, and of the name and the description of a product. */
  skuLength: 64,
  productNameLength: 200,
  productDescriptionLength: 1_000,
  /** Characters of the address of a picture. */
  imageUrlLength: 2_000,
  /** Products that one import may write. */
  importedProducts: 100,
  /** Orders that may use one discount code. */
  discountUses: 9_999_999,
  /** Pieces of one product in stock. */
  stock: 9_999_999,
  /** Attempts to pay one order. After them it can only be cancelled. */
  paymentAttempts: 20,
  /** Items of one page of a list. */
  pageSize: { max: 100, default: 20 },
  /** Characters of an idempotency key; Stripe's limit (https://docs.stripe.com/api/idempotent_requests). */
  idempotencyKeyLength: 255,
  /** Characters of an id that is text. */
  textIdLength: 100,
  /** Characters of the id of a person; what OpenID Connect allows for `sub`. */
  userIdLength: 255,
  /** Characters of a name, an email address or a phone number. */
  contactLength: 200,
  /** Characters of a line of an address, and of a postal code. */
  addressLineLength: 200,
  postalCodeLength: 20,
  /** Keys that a shop may record with an order, and characters of a key and of its text. */
  metadataKeys: 20,
  metadataKeyLength: 40,
  metadataValueLength: 200,
  /** Characters of a shop's own number of an order. */
  referenceLength: 100,
  /** Extra lines of one order, and characters of the name of one. */
  orderExtras: 10,
  extraNameLength: 100,
  /** The rate of a tax, in basis points: 1,000 %. */
  taxRate: 100_000,
  /** Characters of the address that 3-D Secure leads back to. */
  returnUrlLength: 2_000,
  /** Links of one guest that work at the same time. A new one ends the oldest. */
  guestLinks: 10,
  /** Characters of a discount code. */
  discountCodeLength: 40,
  /** Characters of a reason that a person gives. */
  reasonLength: 500,
  /** Characters of a search text. */
  searchLength: 100,
  /** Days that one summary of orders may cover. */
  summaryDays: { max: 31, default: 7 },
  /** Sends that a sandbox may fail in advance. */
  failNext: 1_000,
  /** Attempts that a scenario may script. */
  scenarioSteps: 10,
  /** Bytes of the body of one request. */
  bodyBytes: 65_536,
  /** Calls that one tRPC request may carry. */
  batchCalls: 20,
  /**
   * Requests of one network address, calls of one caller, PDFs made of one receipt, and events of gateways from one
   * network address, in a period of so many seconds.
   */
  rates: { periodSeconds: 60, perAddress: 1_200, perCaller: 600, perReceipt: 20, perGatewayAddress: 6_000 },
  /** Bytes of the body of an event that a gateway sends. */
  gatewayEventBytes: 262_144,
  /** Characters that are kept of what a gateway says to the customer about a payment. */
  gatewaySentenceLength: 300,
  /** Calls that tell a gateway of a refund and get no clear answer, over about a day, until the refund has failed. */
  refundCalls: 100,
  /** Refunds that a receipt lists, the latest ones. It shows the sum of the others. */
  receiptRefunds: 20,
  /** API keys that are valid at the same time. */
  apiKeys: 100,
  /** Characters of the name of an API key. */
  apiKeyNameLength: 100,
  /** Webhook endpoints of a Till. Each event writes a row for each of them in its batch. */
  webhookEndpoints: 16,
  /** Characters of a webhook URL. */
  webhookUrlLength: 2_000,
  /** Characters of the description of a webhook endpoint. */
  webhookDescriptionLength: 200,
  /** Attempts to pay, and refunds, of the order in a webhook: the latest ones. */
  webhookHistory: 20,
  /** Bytes of the body of a webhook. A larger one is not sent. */
  webhookPayloadBytes: 65_536,
  /** Bytes that are kept of what a receiver answers. */
  webhookResponseBytes: 1_024,
  /** Attempts of a delivery that are shown, the last ones. */
  webhookAttemptsShown: 20,
  /** Attempts of a delivery that the dossier of an order has, the last ones. */
  dossierAttempts: 100,
  /** Deliveries that one call sends again. */
  webhookReplay: 10_000,
  /** Characters of the id of a till. */
  tillIdLength: 32,
  /** Characters of the name of a till. */
  tillNameLength: 100,
  /** Minutes that a till of the sandbox lives: a week at most. */
  tillTtlMinutes: { max: 10_080, default: 60 },
  /** Days that one call may advance a clock by, and how many things it lists that happened on the way. */
  advanceDays: 366,
  happened: 1_000,
  /** Demo people of a till, whom the sandbox signs in. */
  demoUsers: 100,
  /** Faults that are armed in a till at the same time. */
  armedFaults: 100,
  /** Calls that an armed fault waits for, and calls that it acts on. */
  faultCalls: 100,
  /** Commands that race at the same moment, and rounds of one call. */
  racers: 64,
  raceRounds: 20,
  /** Milliseconds that a script holds a webhook back. */
  webhookDelayMs: 10_000,
  /** Bytes that a script adds to the body of a webhook. */
  webhookPaddingBytes: 1_000_000,
  /** Deliveries and held answers that one call releases. */
  webhookRelease: 16,
  /** Milliseconds that an armed fault keeps an answer back: as long as the typed client waits. */
  faultDelayMs: 30_000,
  /** Acts of faults, and moves of the clock, that a till remembers: the latest ones. */
  sandboxMemory: 1_000,
  /** The latest time that a clock may be moved to. What is planned from it stays in the years of four digits. */
  latestClock: "9000-01-01T00:00:00.000Z",
  /** Tills of the sandbox that exist at the same time, and how many may be made in a minute. */
  tills: { atOnce: 1_000, perMinute: 600 },
  /** Orders that one piece of an audit checks. */
  auditOrders: 50,
  /** Discount codes that one piece of an audit checks. */
  auditCodes: 10,
  /** Products that one piece of an audit checks. */
  auditProducts: 10,
  /** Events that an audit names for a figure of several orders, and customers of one code whose figures differ. */
  auditEvents: 20,
  /** Orders of a customer that one call erases, and that one page of an export has. */
  erasedOrders: 100,
  exportedOrders: 10,
  /** Calls that erased a customer's words that an export shows. */
  shownErasures: 100,
} as const;
