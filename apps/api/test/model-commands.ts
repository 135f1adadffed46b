import type { OrderRefund } from "@till/contracts";
import { TRPCClientError } from "@trpc/client";
import fc from "fast-check";
import { expect } from "vitest";
import type { Model, ModelOrder, PayWith } from "./model.ts";
import { type Till, somebody } from "./till.ts";

/** When every sequence of commands begins. */
const start = Date.parse("2026-05-01T12:00:00.000Z");
const timeOf = (model: Model) => new Date(start + model.minute * 60_000);

const unitPrice = 1_234;

/** The running product, with a shop of its own for one sequence of commands. */
export async function openShop(till: Till, model: Model) {
  till.world.time = timeOf(model);
  const productIds: number[] = [];
  for (const left of model.stock) productIds.push(await till.addProduct({ stock: left, unitPrice }));
  const discountCode = await till.addDiscount({ kind: "PERCENT", value: 10, max_uses: model.maxDiscountUses });
  return { till, api: till.as(somebody()), staff: till.as(somebody("staff")), productIds, discountCode };
}
export type Shop = Awaited<ReturnType<typeof openShop>>;

/** One step: does it to the product and to the model, and compares what comes back. */
export interface Command {
  readonly name: string;
  run(model: Model, shop: Shop): Promise<void>;
}

/** The code of the refusal that a call ends with, or its value. */
const outcomeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.catch((error: unknown) => {
    if (error instanceof TRPCClientError && error.data?.refusal) return error.data.refusal.code as string;
    throw error;
  });

/** Gives a command under a new key, perhaps again: a repeat answers what the first one did, and does nothing twice. */
async function give(twice: boolean, call: (idempotencyKey: string) => Promise<unknown>): Promise<unknown> {
  const key = crypto.randomUUID();
  const first = await outcomeOf(call(key));
  if (twice) expect(await outcomeOf(call(key))).toEqual(first);
  return first;
}

const twice = fc.nat(3).map((dice) => dice === 0);
const again = (isTwice: boolean) => (isTwice ? " twice" : "");

/** A command on one of the orders that there are, if there is any. */
const onOrder = (
  which: number,
  name: string,
  run: (order: ModelOrder, model: Model, shop: Shop) => Promise<void>,
): Command => ({
  name: `${name} order ${which}`,
  async run(model, shop) {
    const order = model.orders[which % Math.max(model.orders.length, 1)];
    if (order) await run(order, model, shop);
  },
});

const create = fc
  .record({
    product: fc.nat(1),
    quantity: fc.integer({ min: 1, max: 3 }),
    paymentMethod: fc.constantFrom("ONLINE" as const, "ONLINE" as const, "COD" as const),
    discounted: fc.boolean(),
    shipping: fc.option(fc.nat(2_000)),
    twice,
  })
  .map(({ twice: isTwice, ...order }): Command => ({
    name: `create ${JSON.stringify(order)}${again(isTwice)}`,
    async run(model, { api, productIds, discountCode }) {
      const { shipping, ...basket } = order;
      const { product, quantity, paymentMethod, discounted } = basket;
      const refusal = model.refusesToCreate(product, quantity, discounted);
      const outcome = await give(isTwice, (idempotencyKey) =>
        api.orders.create.mutate({
          items: [{ productId: productIds[product] ?? 0, quantity }],
          paymentMethod,
          ...(discounted && { discountCode }),
          ...(shipping !== null && { extras: [{ type: "SHIPPING", name: "Parcel", amount: shipping }] }),
          idempotencyKey,
        }),
      );
      if (refusal !== null) return expect(outcome).toBe(refusal);
      const subtotal = quantity * unitPrice;
      const total = subtotal - (discounted ? Math.round(subtotal / 10) : 0) + (shipping ?? 0);
      expect(outcome).toMatchObject({ status: "PENDING", subtotalAmount: subtotal, totalAmount: total });
      model.create({ ...basket, total, id: (outcome as { id: number }).id });
    },
  }));

const tokens: Record<PayWith, string> = {
  "good card": "pm_card_visa",
  "card whose refunds are refused": "sim:succeeded^refund_refused",
  "bad card": "pm_card_visa_chargeDeclined",
  "3-D Secure": "pm_card_threeDSecure2Required",
  processing: "pm_card_processing",
  "processing that fails": "pm_card_processing_fails",
};

const pay = fc
  .record({ which: fc.nat(9), source: fc.constantFrom(...(Object.keys(tokens) as PayWith[])), twice })
  .map(({ which, source, twice: isTwice }) =>
    onOrder(which, `pay with ${source}${again(isTwice)}`, async (order, model, { api }) => {
      const refusal = model.refusesToPay(order);
      const outcome = await give(isTwice, (idempotencyKey) =>
        api.orders.pay.mutate({ id: order.id, source: { token: tokens[source] }, idempotencyKey }),
      );
      if (refusal !== null) return expect(outcome).toBe(refusal);
      if (source === "bad card") expect(outcome).toBe("PAYMENT_DECLINED");
      else expect(outcome).toMatchObject({ payment: { amount: order.total } });
      model.pay(order, source, (outcome as { payment?: { id: string } }).payment?.id ?? "");
    }),
  );

const confirm = fc.record({ which: fc.nat(9), completes: fc.boolean() }).map(({ which, completes }) =>
  onOrder(which, completes ? "confirm" : "reject", async (order, model, { api }) => {
    const refusal = model.refusesToConfirm(order);
    const paymentId = order.open?.paymentId ?? "pay_none";
    const outcome = await outcomeOf(
      api.orders.confirm.mutate({ id: order.id, paymentId, outcome: completes ? "COMPLETE" : "REJECT" }),
    );
    if (refusal !== null) return expect(outcome).toBe(refusal);
    expect(outcome).toMatchObject({ payment: { id: paymentId, status: completes ? "SUCCEEDED" : "FAILED" } });
    model.confirm(order, completes);
  }),
);

const collect = fc.record({ which: fc.nat(9), twice }).map(({ which, twice: isTwice }) =>
  onOrder(which, `collect${again(isTwice)}`, async (order, model, { staff }) => {
    const refusal = model.refusesToCollect(order);
    const outcome = await give(isTwice, (idempotencyKey) =>
      staff.orders.collect.mutate({ id: order.id, idempotencyKey }),
    );
    if (refusal !== null) return expect(outcome).toBe(refusal);
    expect(outcome).toMatchObject({ order: { status: "PAID" }, payment: { source: { type: "cash" } } });
    model.collect(order);
  }),
);

const cancel = fc.record({ which: fc.nat(9), twice }).map(({ which, twice: isTwice }) =>
  onOrder(which, `cancel${again(isTwice)}`, async (order, model, { api }) => {
    const refusal = model.refusesToCancel(order);
    const outcome = await give(isTwice, (idempotencyKey) => api.orders.cancel.mutate({ id: order.id, idempotencyKey }));
    if (refusal !== null) return expect(outcome).toBe(refusal);
    expect(outcome).toMatchObject({ status: "CANCELLED" });
    model.cancel(order);
  }),
);

const refund = fc
  .record({ which: fc.nat(9), amount: fc.option(fc.integer({ min: 1, max: 3_000 })), restock: fc.boolean(), twice })
  .map(({ which, amount, restock, twice: isTwice }) =>
    onOrder(
      which,
      `refund ${amount ?? "all"}${restock ? ", restock" : ""}${again(isTwice)}`,
      async (order, model, { staff, till }) => {
        const refusal = model.refusesToRefund(order, amount);
        const outcome = await give(isTwice, (idempotencyKey) =>
          staff.orders.refund.mutate({ id: order.id, ...(amount !== null && { amount }), restock, idempotencyKey }),
        );
        if (refusal !== null) return expect(outcome).toBe(refusal);
        model.refund(order, amount, restock, (outcome as OrderRefund).refund.id);
        if (!order.refusesRefunds)
          expect(outcome).toMatchObject({ order: { status: order.status, refundedAmount: order.refunded } });
        // By then the gateway has answered.
        await till.settled();
      },
    ),
  );

const retryRefund = fc.record({ which: fc.nat(9), twice }).map(({ which, twice: isTwice }) =>
  onOrder(which, `retry refund${again(isTwice)}`, async (order, model, { staff, till }) => {
    const refusal = model.refusesToRetryRefund(order);
    const refundId = order.failedRefunds[0]?.id ?? "ref_none";
    const outcome = await give(isTwice, (idempotencyKey) =>
      staff.orders.retryRefund.mutate({ id: order.id, refundId, idempotencyKey }),
    );
    if (refusal !== null) return expect(outcome).toBe(refusal);
    await till.settled();
    model.retryRefund(order);
  }),
);

const dropRefund = fc.record({ which: fc.nat(9), twice }).map(({ which, twice: isTwice }) =>
  onOrder(which, `drop refund${again(isTwice)}`, async (order, model, { staff }) => {
    const [failed] = order.failedRefunds;
    const outcome = await give(isTwice, (idempotencyKey) =>
      staff.orders.dropRefund.mutate({ id: order.id, refundId: failed?.id ?? "ref_none", idempotencyKey }),
    );
    if (!failed) return expect(outcome).toBe("REFUND_NOT_FAILED");
    expect(outcome).toMatchObject({ refund: { status: "DROPPED", amount: failed.amount } });
    model.dropRefund(order);
  }),
);

const wait = fc.integer({ min: 1, max: 40 }).map((minutes): Command => ({
  name: `wait ${minutes} minutes`,
  async run(model, { till }) {
    model.minute += minutes;
    till.world.time = timeOf(model);
  },
}));

const sweep = fc.constant<Command>({
  name: "sweep",
  async run(model, { till }) {
    await till.sweep(timeOf(model));
    model.sweep();
  },
});

/** A sequence of commands, printed by their names when it fails. */
export const sequence = fc
  .array(
    fc.oneof(
      { arbitrary: create, weight: 4 },
      { arbitrary: pay, weight: 4 },
      { arbitrary: confirm, weight: 2 },
      { arbitrary: refund, weight: 2 },
      retryRefund,
      dropRefund,
      collect,
      cancel,
      wait,
      sweep,
    ),
    { minLength: 4, maxLength: 11 },
  )
  .map((commands) => ({ commands, [fc.toStringMethod]: () => commands.map(({ name }) => name).join(", ") }));
