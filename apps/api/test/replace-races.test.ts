import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { refusalOf } from "./refusals.ts";
import { createRemoteGateway } from "./remote-gateway.ts";
import { rounds } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

const bank = createRemoteGateway();
let till: Till;
beforeAll(async () => {
  till = await startTill({ gateway: bank.gateway, variables: { RATE_LIMITS: "off" } });
});
afterAll(async () => {
  expect((await auditAll(till)).differences).toEqual([]);
  await till.stop();
});

/** A customer who is at the bank with an attempt to pay their order. */
async function atTheBank() {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "tok_3ds" } });
  return { api, id, paymentId: payment.id };
}
type Customer = Awaited<ReturnType<typeof atTheBank>>;

/** What happens to the order at the same time. Each may be refused, but not fail in another way. */
const moves = {
  replace: ({ api, id }) => orRefused(api.orders.pay.mutate({ id, source: { token: "tok_good" }, replace: true })),
  "replace again": ({ api, id }) =>
    orRefused(api.orders.pay.mutate({ id, source: { token: "tok_3ds" }, replace: true })),
  agree: async ({ paymentId }) => bank.customerSays(paymentId, true),
  tell: async ({ paymentId }) =>
    expect((await till.request("/gateway/bank/events", bank.eventOf(paymentId))).status).toBe(200),
  sweep: () => till.sweep(new Date(Date.now() + 120_000)),
  cancel: ({ api, id }) => orRefused(api.orders.cancel.mutate({ id })),
} satisfies Record<string, (customer: Customer) => Promise<unknown>>;

const orRefused = (call: Promise<unknown>) => call.catch(() => refusalOf(call));

/** Lets a scheduler decide when each request to the database goes, and when Till hears the bank. */
async function schedule(s: fc.Scheduler, task: () => Promise<unknown>) {
  till.world.fetch = s.scheduleFunction(fetch);
  bank.network.beforeCharge = () => s.schedule(Promise.resolve(), "charge");
  bank.network.beforeAnswer = () => s.schedule(Promise.resolve(), "answer");
  try {
    await s.waitFor(task());
  } finally {
    till.world.fetch = fetch;
    bank.network.beforeCharge = async () => {};
    bank.network.beforeAnswer = async () => {};
    bank.network.answersToLose = 0;
  }
}

/** All that is still open comes to its end: customers agree, and the sweep asks. */
async function comeToAnEnd(order: Customer) {
  for (const minutes of [3, 20, 60]) {
    for (const { id } of (await order.api.orders.get.query({ id: order.id })).payments) bank.customerSays(id, true);
    await till.sweep(new Date(Date.now() + minutes * 60_000));
  }
  return order.api.orders.get.query({ id: order.id });
}

test(
  "whoever is first when an attempt is replaced: one attempt succeeds at most, and what the bank took is what Till has",
  { timeout: 600_000 },
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.shuffledSubarray(Object.keys(moves) as (keyof typeof moves)[], { minLength: 2 }),
        fc.integer({ min: 0, max: 2 }),
        async (s, made, answersToLose) => {
          const order = await atTheBank();
          bank.network.answersToLose = answersToLose;
          await schedule(s, async () => {
            await Promise.all(
              made.map(async (move) => {
                await s.schedule(Promise.resolve(), move);
                await moves[move](order);
              }),
            );
            await till.settled();
          });
          const { status, payments, refunds } = await comeToAnEnd(order);
          const taken = payments.filter(({ id }) => bank.charges.get(id)?.answer.status === "SUCCEEDED");
          const succeeded = payments.filter((payment) => payment.status === "SUCCEEDED");
          expect(succeeded.map(({ id }) => id)).toEqual(taken.map(({ id }) => id));
          expect(taken.length).toBe(status === "PAID" ? 1 : 0);
          expect(payments.filter(({ settledAt }) => settledAt === null)).toEqual([]);
          expect(refunds).toEqual([]);
        },
      ),
      { numRuns: rounds(400, 12), endOnFailure: true },
    ),
);
