import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { race } from "./race.ts";
import { rounds } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

/** Whoever won: the rows are what the events say. */
afterEach(async () => {
  expect((await auditAll(till)).differences).toEqual([]);
});

const noon = new Date("2026-05-01T12:00:00.000Z");
const onTheDot = new Date("2026-05-01T12:30:00.000Z");
const minute = 60_000;

/** An order with a discount and stock of its own, on which everything can be tried at once. */
async function contested(paymentMethod: "ONLINE" | "COD", stockLeft: number) {
  till.world.time = noon;
  const api = till.as(somebody());
  const staff = till.as(somebody("staff"));
  const productId = await till.addProduct({ stock: stockLeft });
  const discountCode = await till.addDiscount({ kind: "FIXED", value: 100, max_uses: 10 });
  const { id } = await api.orders.create.mutate({ items: [{ productId, quantity: 1 }], paymentMethod, discountCode });
  return { api, staff, id, productId, discountCode };
}

/** What the database holds of an order, however the race went. */
async function stateOf({ id, productId, discountCode }: Awaited<ReturnType<typeof contested>>) {
  const [row] = await till.rows(
    `SELECT status,
      (SELECT count(*) FROM payments WHERE order_id = orders.id AND status = 'SUCCEEDED') AS succeeded,
      (SELECT count(*) FROM payments WHERE order_id = orders.id AND settled_at IS NULL) AS open,
      (SELECT count(*) FROM notifications WHERE order_id = orders.id AND channel = 'EMAIL') AS emails,
      (SELECT count(*) FROM notifications WHERE order_id = orders.id AND channel = 'SMS') AS texts,
      (SELECT stock FROM products WHERE id = ?) AS stock,
      (SELECT uses FROM discounts WHERE code = ?) AS uses
     FROM orders WHERE id = ?`,
    productId,
    discountCode,
    id,
  );
  return row;
}

const paid = { status: "PAID", succeeded: 1, open: 0, emails: 1, texts: 1, stock: 4, uses: 1 };
const cancelled = { status: "CANCELLED", succeeded: 0, open: 0, emails: 1, texts: 1, stock: 5, uses: 0 };

/** Rounds of 2, 8 and 64 callers, as many as the design asks for in a full run. */
const sizes: [callers: number, roundCount: number][] = [
  [2, rounds(200, 8)],
  [8, rounds(200, 6)],
  [64, rounds(200, 2)],
];

test.each(sizes)(
  "%i at once pay, replace, cancel, confirm and expire one ONLINE order, %i times: one wins",
  { timeout: 600_000 },
  async (callers, roundCount) => {
    for (let round = 0; round < roundCount; round += 1) {
      const order = await contested("ONLINE", 5);
      const { api, staff, id } = order;
      // In every other round an attempt waits for the customer, so that a confirmation is in the race too.
      const waiting =
        round % 2 === 0
          ? await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } })
          : null;
      till.world.time = new Date(noon.getTime() + 29 * minute);
      const moves: (() => Promise<unknown>)[] = [
        () =>
          waiting
            ? api.orders.confirm.mutate({ id, paymentId: waiting.payment.id, outcome: "COMPLETE" })
            : api.orders.pay.mutate({ id }),
        () => staff.orders.cancel.mutate({ id }),
        () => api.orders.cancel.mutate({ id, reason: "Changed my mind" }),
        () => till.sweep(onTheDot),
        () => api.orders.pay.mutate({ id }),
        () => api.orders.pay.mutate({ id, source: { token: "pm_card_mastercard" }, replace: true }),
      ];
      const { refused } = await race(
        callers,
        (index) => moves[(index + round) % moves.length]?.() ?? Promise.resolve(),
      );
      await till.settled();
      expect(
        Object.keys(refused).filter((code) => !["ORDER_NOT_PENDING", "PAYMENT_IN_PROGRESS"].includes(code)),
      ).toEqual([]);
      const state = await stateOf(order);
      if (state?.["status"] !== "PENDING") expect([paid, cancelled]).toContainEqual(state);
      else expect(state).toMatchObject({ succeeded: 0, emails: 0, texts: 0, stock: 4, uses: 1 });
    }
  },
);

test.each(sizes)(
  "%i at once collect and cancel one COD order, %i times: one wins",
  { timeout: 600_000 },
  async (callers, roundCount) => {
    for (let round = 0; round < roundCount; round += 1) {
      const order = await contested("COD", 5);
      const { api, staff, id } = order;
      const moves = [() => staff.orders.collect.mutate({ id }), () => api.orders.cancel.mutate({ id })];
      const { values, refused } = await race<unknown>(
        callers,
        (index) => moves[(index + round) % 2]?.() ?? Promise.resolve(),
      );
      await till.settled();
      expect(values).toHaveLength(1);
      expect(refused).toEqual({ ORDER_NOT_PENDING: callers - 1 });
      // A COD order has a message when it is placed, too.
      const told = { emails: 2, texts: 2 };
      expect([
        { ...paid, ...told },
        { ...cancelled, ...told },
      ]).toContainEqual(await stateOf(order));
    }
  },
);

const repeats = rounds(500, 50);

test(
  `the same key ${2 * repeats} times, in sequence and at once, answers the same each time and is done once`,
  { timeout: 120_000 },
  async () => {
    const order = await contested("ONLINE", 5);
    const { api, id } = order;
    const pay = () => api.orders.pay.mutate({ id, idempotencyKey: "once" });
    const answers = new Set<string>();
    for (let time = 0; time < repeats; time += 1) answers.add(JSON.stringify(await pay()));
    for (let time = 0; time < repeats; time += 50) {
      const { values } = await race(50, pay);
      for (const value of values) answers.add(JSON.stringify(value));
      expect(values).toHaveLength(50);
    }
    expect(answers.size).toBe(1);
    expect(await stateOf(order)).toEqual(paid);
    const { refused } = await race(1, () =>
      api.orders.pay.mutate({ id, source: { token: "pm_card_mastercard" }, idempotencyKey: "once" }),
    );
    expect(refused).toEqual({ IDEMPOTENCY_KEY_REUSED: 1 });
  },
);
