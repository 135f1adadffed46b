import { TRPCClientError } from "@trpc/client";
import { expireOrders, openDatabase } from "@till/db";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Model, type ModelOrder } from "./model.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const sequences = 2_000;
const start = Date.parse("2026-05-01T12:00:00.000Z");

/** The running product, with a shop of its own for one sequence of commands. */
async function openShop(stock: readonly number[], maxDiscountUses: number) {
  const api = till.as(somebody());
  const productIds: number[] = [];
  for (const left of stock) productIds.push(await till.addProduct({ stock: left, unitPrice: 1_234 }));
  const discountCode = await till.addDiscount({ kind: "PERCENT", value: 10, max_uses: maxDiscountUses });
  return { api, productIds, discountCode, repeats: new Map<string, unknown>() };
}
type Shop = Awaited<ReturnType<typeof openShop>>;

/** The code of the refusal that a call ends with, or its value. */
const outcomeOf = (call: Promise<unknown>): Promise<unknown> =>
  call.catch((error: unknown) => {
    if (error instanceof TRPCClientError && error.data?.refusal) return error.data.refusal.code as string;
    throw error;
  });

/** Gives a command under a new key, perhaps again: a repeat answers what the first one did, and does nothing twice. */
async function give(isRepeated: boolean, call: (idempotencyKey: string) => Promise<unknown>): Promise<unknown> {
  const key = crypto.randomUUID();
  const first = await outcomeOf(call(key));
  if (isRepeated) expect(await outcomeOf(call(key))).toEqual(first);
  return first;
}

const isRepeated = fc.nat(3).map((dice) => dice === 0);

interface Command {
  readonly name: string;
  run(model: Model, shop: Shop): Promise<void>;
}

const pick = (model: Model, which: number): ModelOrder | undefined =>
  model.orders[which % Math.max(model.orders.length, 1)];

const create = fc
  .record({
    product: fc.nat(1),
    quantity: fc.integer({ min: 1, max: 3 }),
    paymentMethod: fc.constantFrom("ONLINE" as const, "COD" as const),
    discounted: fc.boolean(),
    isRepeated,
  })
  .map(({ isRepeated: again, ...order }): Command => ({
    name: `create ${JSON.stringify(order)}${again ? " twice" : ""}`,
    async run(model, { api, productIds, discountCode }) {
      const { product, quantity, paymentMethod, discounted } = order;
      const refusal = model.refusesToCreate(product, quantity, discounted);
      const outcome = await give(again, (idempotencyKey) =>
        api.orders.create.mutate({
          items: [{ productId: productIds[product] ?? 0, quantity }],
          paymentMethod,
          ...(discounted && { discountCode }),
          idempotencyKey,
        }),
      );
      if (refusal !== null) return expect(outcome).toBe(refusal);
      expect(outcome).toMatchObject({ status: "PENDING", subtotalAmount: quantity * 1_234 });
      model.create({ ...order, id: (outcome as { id: number }).id });
    },
  }));

const pay = fc
  .record({ which: fc.nat(9), succeeds: fc.boolean(), isRepeated })
  .map(({ which, succeeds, ...rest }): Command => ({
    name: `pay ${which} with a ${succeeds ? "good" : "bad"} card${rest.isRepeated ? " twice" : ""}`,
    async run(model, { api }) {
      const order = pick(model, which);
      if (!order) return;
      const refusal = model.refusesToPay(order) ?? (succeeds ? null : "PAYMENT_DECLINED");
      const source = { token: succeeds ? "pm_card_visa" : "pm_card_visa_chargeDeclined" };
      const outcome = await give(rest.isRepeated, (idempotencyKey) =>
        api.orders.pay.mutate({ id: order.id, source, idempotencyKey }),
      );
      if (model.refusesToPay(order) === null) model.pay(order, succeeds);
      if (refusal !== null) return expect(outcome).toBe(refusal);
      expect(outcome).toMatchObject({ order: { status: "PAID" }, payment: { status: "SUCCEEDED" } });
    },
  }));

const cancel = fc.record({ which: fc.nat(9), isRepeated }).map(({ which, ...rest }): Command => ({
  name: `cancel ${which}${rest.isRepeated ? " twice" : ""}`,
  async run(model, { api }) {
    const order = pick(model, which);
    if (!order) return;
    const refusal = model.refusesToCancel(order);
    const outcome = await give(rest.isRepeated, (idempotencyKey) =>
      api.orders.cancel.mutate({ id: order.id, idempotencyKey }),
    );
    if (refusal !== null) return expect(outcome).toBe(refusal);
    expect(outcome).toMatchObject({ status: "CANCELLED" });
    model.cancel(order);
  },
}));

const wait = fc.integer({ min: 1, max: 40 }).map((minutes): Command => ({
  name: `wait ${minutes} minutes`,
  async run(model) {
    model.minute += minutes;
    till.world.time = new Date(start + model.minute * 60_000);
  },
}));

const expire = fc.constant<Command>({
  name: "expire",
  async run(model) {
    await expireOrders(openDatabase({ url: till.url }), new Date(start + model.minute * 60_000).toISOString());
    model.expire();
  },
});

/** What the product holds, in the words of the model: from the database itself, not through the commands. */
async function stateOf({ productIds, discountCode }: Shop, orders: readonly ModelOrder[]) {
  const [row] = await till.rows(
    `SELECT
      (SELECT json_group_array(stock) FROM (SELECT stock FROM products WHERE id IN (?, ?) ORDER BY id)) AS stock,
      (SELECT uses FROM discounts WHERE code = ?) AS uses,
      (SELECT json_group_array(json_array(orders.id, status, (SELECT count(*) FROM payments WHERE order_id = orders.id),
          (SELECT count(*) FROM payments WHERE order_id = orders.id AND status = 'SUCCEEDED'),
          (SELECT count(*) FROM notifications WHERE order_id = orders.id)))
        FROM orders WHERE orders.id IN (SELECT value FROM json_each(?))) AS orders`,
    ...productIds,
    discountCode,
    JSON.stringify(orders.map(({ id }) => id)),
  );
  return {
    stock: JSON.parse(String(row?.["stock"])) as unknown,
    uses: row?.["uses"],
    orders: JSON.parse(String(row?.["orders"])) as unknown,
  };
}

const expectedState = ({ stock, discountUses, orders }: Model) => ({
  stock,
  uses: discountUses,
  orders: orders.map(({ id, status, attempts }) => [
    id,
    status,
    attempts,
    Number(status === "PAID"),
    status === "PENDING" ? 0 : 2,
  ]),
});

test(`${sequences} sequences of commands do what the plain model of the rules says`, { timeout: 300_000 }, async () => {
  const commands = fc
    .array(fc.oneof({ arbitrary: create, weight: 3 }, pay, cancel, wait, expire), { minLength: 3, maxLength: 9 })
    // What a failing sequence is printed as.
    .map((list) => ({ list, [fc.toStringMethod]: () => list.map(({ name }) => name).join(", ") }));
  await fc.assert(
    fc.asyncProperty(commands, fc.nat(6), fc.nat(3), async ({ list }, stock, maxUses) => {
      till.world.time = new Date(start);
      const model = new Model([stock, 4], Math.max(maxUses, 1));
      const shop = await openShop(model.stock, model.maxDiscountUses);
      for (const command of list) await command.run(model, shop);
      expect(await stateOf(shop, model.orders)).toEqual(expectedState(model));
    }),
    { numRuns: sequences },
  );
});
