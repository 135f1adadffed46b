import {
  type Quote,
  type QuoteOrderInput,
  cancelOrderInput,
  collectOrderInput,
  confirmPaymentInput,
  createGuestLinkInput,
  createOrderInput,
  createdOrderSchema,
  dossierSchema,
  dropRefundInput,
  getOrderInput,
  guestLinkSchema,
  limits,
  listOrdersInput,
  orderPageSchema,
  orderPaymentSchema,
  orderRefundSchema,
  orderSchema,
  payOrderInput,
  quoteOrderInput,
  quoteSchema,
  refundOrderInput,
  retryRefundInput,
  timelineSchema,
} from "@till/contracts";
import {
  KeyRejected,
  cancelOrder,
  collectOrder,
  dropRefund,
  getDossier,
  getOrder,
  getTimeline,
  listOrders,
  quoteOrder,
} from "@till/db";
import { noteRejectedKey } from "../auth/challenge.ts";
import { makeGuestLink, placeOrder } from "../commands/place-order.ts";
import { confirmPayment, pay, refund, retryRefund } from "../commands/payments.ts";
import { orderRulesOf } from "../commands/order-rules.ts";
import { run } from "../commands/run.ts";
import { exportedOrders } from "../rest/order-rows.ts";
import { isCausedBy } from "../refusals/is-caused-by.ts";
import { valueOf } from "../refusals/refusal-error.ts";
import type { Context } from "../work/context.ts";
import { procedure, router } from "../trpc.ts";
import { orderFigures } from "./order-figures.ts";

/** A quote for any caller. An invalid key counts as no key, as in `auth.me`. */
async function quoteFor(ctx: Context, input: QuoteOrderInput): Promise<Quote> {
  const { callersDb, db, now, config } = ctx;
  const caller = await ctx.caller();
  const facts = { now, reservations: orderRulesOf(config).reservations };
  if (caller.kind === "nobody") return quoteOrder(db, input, { ...facts, customerId: null });
  try {
    return await quoteOrder(callersDb, input, { ...facts, customerId: caller.user.id });
  } catch (error) {
    if (!isCausedBy(error, KeyRejected)) throw error;
    noteRejectedKey(caller);
    return quoteOrder(db, input, { ...facts, customerId: null });
  }
}

export const ordersRouter = router({
  create: procedure({
    policy: "buyer",
    route: "POST /v1/orders",
    summary: "Place an order",
    description:
      "Prices the basket, reserves its stock and places the order. An order that is not paid until `expiresAt` is cancelled, and its items return to stock. A customer can hold only so many unpaid orders, and pieces of stock in them. With `expectedTotalAmount` nothing is ordered if the price has changed. Addresses, contact, metadata and reference are recorded with the order and shown; nothing is computed with them. Staff and programs with a staff key name the `customer`: one who has ordered before, or a guest. The answer for a guest has `guestLink`, with which the guest sees and pays this order. A repeat with the same idempotency key has a further link.",
    refusals: [
      "PRODUCT_NOT_FOUND",
      "ORDER_TOO_LARGE",
      "CURRENCY_MIXED",
      "DISCOUNT_INVALID",
      "OUT_OF_STOCK",
      "PRICE_CHANGED",
      "RESERVATION_LIMIT_REACHED",
      "REFERENCE_TAKEN",
      "GATEWAY_REQUIRED",
      "CUSTOMER_NOT_FOUND",
    ],
    created: "/v1/orders/{id}",
  })
    .input(createOrderInput)
    .output(createdOrderSchema)
    .mutation(({ ctx, input }) => placeOrder(ctx, input)),

  createGuestLink: procedure({
    policy: "staff",
    route: "POST /v1/orders/{id}/guest-links",
    summary: "Make a link for a guest",
    description: `For a guest who has lost theirs. A guest has up to ${limits.guestLinks} links at a time, and a new one ends the oldest. With \`revokeOthers\` it ends all others.`,
    refusals: ["ORDER_NOT_FOUND", "NOT_OF_A_GUEST"],
    created: "/v1/orders/{orderId}",
  })
    .input(createGuestLinkInput)
    .output(guestLinkSchema)
    .mutation(async ({ ctx, input }) => valueOf(await makeGuestLink(ctx, input))),

  /** A visitor may ask too. Earlier uses of a code are only known for a caller who is signed in or has an API key. */
  quote: procedure({
    policy: "public",
    route: "POST /v1/quotes",
    summary: "Price a basket",
    description:
      "What an order would come to, line by line, and all that would be refused. Writes nothing. With a customer's token or API key it knows too which codes they used before, and what they hold in unpaid orders.",
  })
    .input(quoteOrderInput)
    .output(quoteSchema)
    .query(({ ctx, input }) => quoteFor(ctx, input)),

  get: procedure({
    policy: "ownerOrStaff",
    route: "GET /v1/orders/{id}",
    summary: "Get an order",
    refusals: ["ORDER_NOT_FOUND"],
  })
    .input(getOrderInput)
    .output(orderSchema)
    .query(async ({ ctx, input }) => valueOf(await getOrder(ctx.db, input.id, ctx))),

  list: procedure({
    policy: "signedIn",
    route: "GET /v1/orders",
    summary: "List orders",
    description:
      "Newest first; with a range of time, by that time. Customers see their own, staff everybody's. With `Accept: text/csv` or `application/x-ndjson` the answer is one file with all orders that match.",
    exported: exportedOrders,
  })
    .input(listOrdersInput)
    .output(orderPageSchema)
    .query(async ({ ctx, input }) => valueOf(await listOrders(ctx.db, input, ctx))),

  timeline: procedure({
    policy: "ownerOrStaff",
    route: "GET /v1/orders/{id}/timeline",
    summary: "Get the story of an order",
    description: "All that happened to it, oldest first: each change, attempt to pay and message.",
    refusals: ["ORDER_NOT_FOUND"],
  })
    .input(getOrderInput)
    .output(timelineSchema)
    .query(async ({ ctx, input }) => valueOf(await getTimeline(ctx.db, input.id, ctx))),

  dossier: procedure({
    policy: "staff",
    route: "GET /v1/orders/{id}/dossier",
    summary: "Get everything about an order",
    description:
      "One file: the order and its story, events with their idempotency keys, attempts to pay, refunds, messages, webhooks with requests and answers, in a sandbox the faults that acted on calls about it and the moves of the clock, and what an audit of the order finds. No card numbers and no secrets of webhooks are in it.",
    refusals: ["ORDER_NOT_FOUND"],
  })
    .input(getOrderInput)
    .output(dossierSchema)
    .query(async ({ ctx, input }) => valueOf(await getDossier(ctx.db, input.id, ctx))),

  ...orderFigures,

  pay: procedure({
    policy: "owner",
    route: "POST /v1/orders/{id}/pay",
    summary: "Pay an order",
    description: `The \`source\` decides what happens: the attempt succeeds, is declined, is processed, or waits until the customer confirms it at \`payment.nextAction.url\`. A declined attempt is recorded, and the order can be paid again, up to ${limits.paymentAttempts} attempts in all. With \`replace\` an attempt that waits for the customer is given up for this one.`,
    refusals: [
      "TEST_CARD_REQUIRED",
      "PAYMENT_DECLINED",
      "ORDER_NOT_FOUND",
      "ORDER_NOT_PENDING",
      "WRONG_PAYMENT_METHOD",
      "PAYMENT_IN_PROGRESS",
      "TOO_MANY_ATTEMPTS",
      "GATEWAY_REQUIRED",
    ],
  })
    .input(payOrderInput)
    .output(orderPaymentSchema)
    .mutation(({ ctx, input }) => pay(ctx, input)),

  confirm: procedure({
    policy: "owner",
    route: "POST /v1/orders/{id}/confirm",
    summary: "Confirm a payment",
    description: "Finishes 3-D Secure without the page that `payment.nextAction.url` opens.",
    refusals: [
      "PAYMENT_DECLINED",
      "ORDER_NOT_FOUND",
      "ORDER_NOT_PENDING",
      "WRONG_PAYMENT_METHOD",
      "PAYMENT_IN_PROGRESS",
      "PAYMENT_NOT_OPEN",
    ],
  })
    .input(confirmPaymentInput)
    .output(orderPaymentSchema)
    .mutation(({ ctx, input }) => confirmPayment(ctx, input)),

  collect: procedure({
    policy: "staff",
    route: "POST /v1/orders/{id}/collect",
    summary: "Collect cash",
    description: "Marks a cash-on-delivery order as paid.",
    refusals: ["ORDER_NOT_FOUND", "ORDER_NOT_PENDING", "WRONG_PAYMENT_METHOD"],
  })
    .input(collectOrderInput)
    .output(orderPaymentSchema)
    .mutation(({ ctx, input }) => run(ctx, collectOrder, input)),

  cancel: procedure({
    policy: "ownerOrStaff",
    route: "POST /v1/orders/{id}/cancel",
    summary: "Cancel an order",
    description: "Cancels an order that is not paid yet, and gives its stock back.",
    refusals: ["ORDER_NOT_FOUND", "ORDER_NOT_PENDING", "PAYMENT_IN_PROGRESS"],
  })
    .input(cancelOrderInput)
    .output(orderSchema)
    .mutation(({ ctx, input }) => run(ctx, cancelOrder, input)),

  refund: procedure({
    policy: "staff",
    route: "POST /v1/orders/{id}/refunds",
    summary: "Refund an order",
    description:
      "Gives money back, whole or in part. If the payment gateway has to take the refund, it is PENDING first, and the order changes when the gateway has taken it.",
    refusals: ["ORDER_NOT_FOUND", "ORDER_NOT_REFUNDABLE", "REFUND_EXCEEDS_BALANCE", "GATEWAY_GONE"],
    created: "/v1/orders/{order.id}",
  })
    .input(refundOrderInput)
    .output(orderRefundSchema)
    .mutation(({ ctx, input }) => refund(ctx, input)),

  retryRefund: procedure({
    policy: "staff",
    route: "POST /v1/orders/{id}/refunds/{refundId}/retry",
    summary: "Try a refund again",
    description: "Tells the payment gateway again of a refund that FAILED. It is PENDING until the gateway answers.",
    refusals: ["ORDER_NOT_FOUND", "REFUND_NOT_FAILED", "REFUND_EXCEEDS_BALANCE", "GATEWAY_GONE"],
  })
    .input(retryRefundInput)
    .output(orderRefundSchema)
    .mutation(({ ctx, input }) => retryRefund(ctx, input)),

  dropRefund: procedure({
    policy: "staff",
    route: "POST /v1/orders/{id}/refunds/{refundId}/drop",
    summary: "Drop a refund",
    description: "Gives up a refund that FAILED. No money goes back, and its amount can be refunded in another way.",
    refusals: ["ORDER_NOT_FOUND", "REFUND_NOT_FAILED"],
  })
    .input(dropRefundInput)
    .output(orderRefundSchema)
    .mutation(({ ctx, input }) => run(ctx, dropRefund, input)),
});
