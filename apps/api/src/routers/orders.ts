import {
  cancelOrderInput,
  collectOrderInput,
  confirmPaymentInput,
  createOrderInput,
  getOrderInput,
  listOrdersInput,
  orderPageSchema,
  orderPaymentSchema,
  orderRefundSchema,
  orderSchema,
  ordersSummarySchema,
  payOrderInput,
  quoteOrderInput,
  quoteSchema,
  refundOrderInput,
  summarizeOrdersInput,
  timelineSchema,
} from "@till/contracts";
import {
  cancelOrder,
  collectOrder,
  createOrder,
  getOrder,
  getTimeline,
  listOrders,
  quoteOrder,
  summarizeOrders,
} from "@till/db";
import { confirmPayment, pay, refund } from "../payments.ts";
import { valueOf } from "../refusal-error.ts";
import { run } from "../run.ts";
import { procedure, router } from "../trpc.ts";

export const ordersRouter = router({
  create: procedure({ policy: "customer" })
    .input(createOrderInput)
    .output(orderSchema)
    .mutation(({ ctx, input }) => run(ctx, createOrder(ctx.gateway), input)),

  /** A visitor may ask too; only of a customer is it known which codes they used before. */
  quote: procedure({ policy: "public" })
    .input(quoteOrderInput)
    .output(quoteSchema)
    .query(({ ctx, input }) =>
      quoteOrder(ctx.db, input, ctx.caller.kind === "person" ? ctx.caller.user.id : null, ctx.now),
    ),

  get: procedure({ policy: "signedIn" })
    .input(getOrderInput)
    .output(orderSchema)
    .query(async ({ ctx, input }) => valueOf(await getOrder(ctx.db, input.id, ctx))),

  list: procedure({ policy: "signedIn" })
    .input(listOrdersInput)
    .output(orderPageSchema)
    .query(async ({ ctx, input }) => valueOf(await listOrders(ctx.db, input, ctx))),

  timeline: procedure({ policy: "signedIn" })
    .input(getOrderInput)
    .output(timelineSchema)
    .query(async ({ ctx, input }) => valueOf(await getTimeline(ctx.db, input.id, ctx))),

  summary: procedure({ policy: "staff" })
    .input(summarizeOrdersInput)
    .output(ordersSummarySchema)
    .query(({ ctx, input }) => summarizeOrders(ctx.db, input, ctx.now)),

  pay: procedure({ policy: "customer" })
    .input(payOrderInput)
    .output(orderPaymentSchema)
    .mutation(({ ctx, input }) => pay(ctx, input)),

  confirm: procedure({ policy: "customer" })
    .input(confirmPaymentInput)
    .output(orderPaymentSchema)
    .mutation(({ ctx, input }) => confirmPayment(ctx, input)),

  collect: procedure({ policy: "staff" })
    .input(collectOrderInput)
    .output(orderPaymentSchema)
    .mutation(({ ctx, input }) => run(ctx, collectOrder, input)),

  cancel: procedure({ policy: "signedIn" })
    .input(cancelOrderInput)
    .output(orderSchema)
    .mutation(({ ctx, input }) => run(ctx, cancelOrder, input)),

  refund: procedure({ policy: "staff" })
    .input(refundOrderInput)
    .output(orderRefundSchema)
    .mutation(({ ctx, input }) => refund(ctx, input)),
});
