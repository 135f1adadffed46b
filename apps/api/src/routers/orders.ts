import {
  cancelOrderInput,
  createOrderInput,
  getOrderInput,
  listOrdersInput,
  orderPageSchema,
  orderPaymentSchema,
  orderSchema,
  payOrderInput,
  quoteOrderInput,
  quoteSchema,
  timelineSchema,
} from "@till/contracts";
import { cancelOrder, createOrder, getOrder, getTimeline, listOrders, payOrder, quoteOrder } from "@till/db";
import { valueOf } from "../refusal-error.ts";
import { procedure, router, run } from "../trpc.ts";

export const ordersRouter = router({
  create: procedure.customer
    .input(createOrderInput)
    .output(orderSchema)
    .mutation(({ ctx, input }) => run(ctx, createOrder, input)),

  /** A visitor may ask too; only of a customer is it known which codes they used before. */
  quote: procedure.anyone
    .input(quoteOrderInput)
    .output(quoteSchema)
    .query(({ ctx, input }) => quoteOrder(ctx.db, input, ctx.caller.user?.id ?? null, ctx.now)),

  get: procedure.signedIn
    .input(getOrderInput)
    .output(orderSchema)
    .query(async ({ ctx, input }) => valueOf(await getOrder(ctx.db, input.id, ctx.user, ctx.now))),

  list: procedure.signedIn
    .input(listOrdersInput)
    .output(orderPageSchema)
    .query(async ({ ctx, input }) => valueOf(await listOrders(ctx.db, input, ctx.user, ctx.now))),

  timeline: procedure.signedIn
    .input(getOrderInput)
    .output(timelineSchema)
    .query(async ({ ctx, input }) => valueOf(await getTimeline(ctx.db, input.id, ctx.user))),

  pay: procedure.customer
    .input(payOrderInput)
    .output(orderPaymentSchema)
    .mutation(async ({ ctx, input }) => run(ctx, payOrder, input)),

  cancel: procedure.signedIn
    .input(cancelOrderInput)
    .output(orderSchema)
    .mutation(async ({ ctx, input }) => run(ctx, cancelOrder, input)),
});
