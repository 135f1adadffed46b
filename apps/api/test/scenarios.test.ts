import { type AdvanceClockInput, scenarioExamples, scenarioGrammar, sentencesOf } from "@till/contracts";
import { type ScriptedAttempt, readScenario } from "@till/domain";
import { TRPCClientError } from "@trpc/client";
import pLimit from "p-limit";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "./refusals.ts";
import { rounds } from "./rounds.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill({
    withTills: true,
    variables: { MAX_OPEN_ORDERS_PER_CUSTOMER: "100000", RATE_LIMITS: "off" },
  });
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
});
afterAll(() => till.stop());

/** A till whose clock stands still at noon. Its people sign in again when its clock was advanced. */
async function frozenTill() {
  const made = await till.as(null).sandbox.tills.create.mutate({ ttlMinutes: 10_000 });
  const tokens = new Map(made.people.map(({ id, token }) => [id, token]));
  const as = (id: string) => till.withToken(() => Promise.resolve(tokens.get(id) ?? null), made.url);
  const [api, staff] = [as("usr_asha"), as("usr_meera")];
  await api.sandbox.clock.set.mutate({ mode: "frozen" });
  const { items: products } = await api.products.list.query({ limit: 100 });
  const productId = products.find(({ stock }) => stock === null)?.id ?? 0;
  return {
    api,
    staff,
    async order() {
      const items = [{ productId, quantity: 1 }];
      return (await api.orders.create.mutate({ items, paymentMethod: "ONLINE" })).id;
    },
    async advance(by: AdvanceClockInput) {
      const advanced = await api.sandbox.clock.advance.mutate(by);
      for (const userId of tokens.keys()) tokens.set(userId, (await api.sandbox.signIn.mutate({ userId })).token);
      return advanced;
    },
  };
}
type Frozen = Awaited<ReturnType<typeof frozenTill>>;

/** Pays as a client does: when the answer is lost, the same request is sent again, once. Answers the code of a refusal. */
async function pay({ api }: Frozen, id: number, token: string) {
  const request = { id, source: { token }, idempotencyKey: crypto.randomUUID() };
  const once = () =>
    api.orders.pay.mutate(request).then(
      ({ payment }) => payment.status,
      (error: unknown) => {
        if (error instanceof TRPCClientError && error.data?.refusal) return error.data.refusal.code as string;
        return "NO_ANSWER" as const;
      },
    );
  const first = await once();
  return first === "NO_ANSWER" ? once() : first;
}

const minute = 60_000;

/** What the order and the money must come to, by the words of the scenario alone. */
function endOf(attempts: readonly ScriptedAttempt[]) {
  let isPaid = false;
  let late = 0;
  let elapsedMs = 0;
  let made = 0;
  for (const { outcome, lateMs, processingMs } of attempts) {
    made += 1;
    if (outcome === "processing" || outcome === "processing_fails") elapsedMs += processingMs;
    isPaid = ["succeeded", "requires_action", "processing"].includes(outcome);
    // One that comes within the time to pay pays an order that waits for it, and one of several is enough.
    if (lateMs !== null) late += 1;
    if (isPaid || elapsedMs >= 30 * minute) break;
  }
  const soonest = Math.min(...attempts.slice(0, made).map(({ lateMs }) => lateMs ?? Infinity));
  const isPaidLate = !isPaid && elapsedMs < 30 * minute && soonest < 30 * minute;
  return {
    status: isPaid || isPaidLate ? "PAID" : "CANCELLED",
    succeeded: isPaid || isPaidLate ? 1 : 0,
    returned: isPaidLate ? late - 1 : late,
  };
}

const sentences = [
  ...new Set([
    ...sentencesOf(scenarioGrammar, scenarioGrammar.scenario, rounds(4, 3)),
    ...scenarioExamples.map(({ token }) => token),
    "sim:insufficient_funds~succeeded@2h",
    "sim:insufficient_funds~succeeded>succeeded",
    "sim:lost_card~succeeded>stolen_card~succeeded",
    "sim:lost_card~succeeded>processing@2h",
    "sim:lost_card~succeeded>processing@2h>failed",
    "sim:lost_card~succeeded>requires_action^refund_failed=2",
    "sim:lost_card~succeeded^refund_failed>succeeded",
    "sim:processing>failed>succeeded!truncated",
  ]),
];

/** Makes the attempts of a scenario that can be made now. Answers those that are left. */
async function payOn(frozen: Frozen, id: number, token: string, attempts: readonly ScriptedAttempt[]) {
  for (const [index, { outcome }] of attempts.entries()) {
    const rest = attempts.slice(index + 1);
    const answer = await pay(frozen, id, token);
    switch (outcome) {
      case "succeeded":
        expect(answer).toBe("SUCCEEDED");
        return [];
      case "requires_action": {
        expect(answer).toBe("REQUIRES_ACTION");
        const paymentId = (await frozen.api.orders.get.query({ id })).payments.at(-1)?.id ?? "";
        await frozen.api.orders.confirm.mutate({ id, paymentId, outcome: "COMPLETE" });
        return [];
      }
      case "processing":
      case "processing_fails":
        expect(answer).toBe("PROCESSING");
        return rest;
      default:
        expect(answer).toBe("PAYMENT_DECLINED");
    }
  }
  return [];
}

test(`each of ${sentences.length} scenarios runs to its end, and the order and the money end as it says`, async () => {
  const frozen = await frozenTill();
  const runs = sentences.map((token) => ({ token, id: 0, left: [] as readonly ScriptedAttempt[] }));
  const each = (work: (run: (typeof runs)[number]) => Promise<void>) => pLimit(8).map(runs, work);
  await each(async (run) => {
    run.id = await frozen.order();
    run.left = await payOn(frozen, run.id, run.token, readScenario(run.token) ?? []);
  });
  // Those that were processed for five seconds and failed are paid again.
  while (runs.some(({ left }) => left.length > 0)) {
    await frozen.advance({ seconds: 10 });
    await each(async (run) => {
      const { status, actions } = await frozen.api.orders.get.query({ id: run.id });
      const goesOn = status === "PENDING" && actions.includes("pay");
      run.left = goesOn ? await payOn(frozen, run.id, run.token, run.left) : [];
    });
  }
  await frozen.advance({ days: 1 });
  await each(async ({ token, id }) => {
    const { status, payments, refunds, refundedAmount } = await frozen.api.orders.get.query({ id });
    const succeeded = payments.filter((payment) => payment.status === "SUCCEEDED").length;
    expect({ token, status, succeeded, returned: refunds.length }).toEqual({
      token,
      ...endOf(readScenario(token) ?? []),
    });
    expect(payments.filter((payment) => payment.settledAt === null)).toEqual([]);
    expect(refunds.filter((refund) => refund.settledAt === null)).toEqual([]);
    expect(refundedAmount).toBe(0);
  });
  await expectCleanAudit(frozen);
}, 300_000);

/** The audit calculates from the events what everything should be. It finds nothing to say. */
async function expectCleanAudit({ staff }: Frozen) {
  let cursor: string | undefined;
  do {
    const piece = await staff.audit.run.query(cursor === undefined ? {} : { cursor });
    expect(piece.differences).toEqual([]);
    cursor = piece.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

const typesOf = async ({ api }: Frozen, id: number) =>
  (await api.orders.timeline.query({ id })).map(({ type }) => type).filter((type) => !type.startsWith("message."));

const messagesOf = async ({ staff }: Frozen, orderId: number) =>
  (await staff.notifications.list.query({ orderId })).items.flatMap(({ text }) => text ?? []).toSorted();

test("a late success pays an order that still waits: the customer is told of the decline, and then that it is paid", async () => {
  const frozen = await frozenTill();
  const id = await frozen.order();
  expect(await pay(frozen, id, "sim:insufficient_funds~succeeded")).toBe("PAYMENT_DECLINED");
  expect(await frozen.api.orders.get.query({ id })).toMatchObject({ status: "PENDING", actions: ["pay", "cancel"] });
  const { happened } = await frozen.advance({ minutes: 2 });
  expect(happened.filter(({ type }) => type === "order.paid").map(({ at }) => at)).toEqual([
    "2026-05-01T12:01:00.000Z",
  ]);
  const { status, payments } = await frozen.api.orders.get.query({ id });
  expect({ status, payments }).toMatchObject({
    status: "PAID",
    payments: [{ status: "SUCCEEDED", declineCode: null, settledAt: "2026-05-01T12:01:00.000Z" }],
  });
  expect(await typesOf(frozen, id)).toEqual(["order.created", "payment.failed", "order.paid"]);
  expect(await messagesOf(frozen, id)).toHaveLength(4);
});

test.each([
  ["cancelled by its customer", ({ api }: Frozen, id: number) => api.orders.cancel.mutate({ id }), "CANCELLED"],
  ["paid by another attempt", (frozen: Frozen, id: number) => pay(frozen, id, "pm_card_visa"), "PAID"],
  [
    "paid by another attempt and refunded",
    async (frozen: Frozen, id: number) => {
      await pay(frozen, id, "pm_card_visa");
      await frozen.staff.orders.refund.mutate({ id });
    },
    "REFUNDED",
  ],
])("when the order was %s, late money goes back once, and all are told", async (_how, meanwhile, status) => {
  const frozen = await frozenTill();
  const id = await frozen.order();
  await pay(frozen, id, "sim:lost_card~succeeded^refund_failed=2");
  await meanwhile(frozen, id);
  const before = await frozen.api.orders.get.query({ id });
  const { happened } = await frozen.advance({ minutes: 1 });
  expect(happened.map(({ type }) => type).filter((type) => type === "payment.returned")).toHaveLength(1);
  const returned = await frozen.api.orders.get.query({ id });
  expect(returned).toMatchObject({ status, refundedAmount: before.refundedAmount });
  const late = returned.payments.find(({ declineCode }) => declineCode === "lost_card");
  const refund = returned.refunds.find(({ paymentId }) => paymentId === late?.id);
  expect(refund).toMatchObject({ amount: late?.amount, settledAt: null, reason: "The payment came through late." });
  await frozen.advance({ hours: 1 });
  const settled = (await frozen.api.orders.get.query({ id })).refunds;
  expect(settled.map(({ settledAt }) => settledAt === null)).toEqual(settled.map(() => false));
  expect(settled.filter(({ paymentId }) => paymentId === late?.id)).toHaveLength(1);
  const timeline = await frozen.api.orders.timeline.query({ id });
  expect(timeline.find(({ type }) => type === "payment.returned")).toMatchObject({
    text: expect.stringContaining("came through late, after it had failed"),
    amount: late?.amount,
    payment: { id: late?.id, status: "FAILED" },
  });
  expect((await messagesOf(frozen, id)).filter((text) => text.includes("goes back to you"))).toHaveLength(2);
  await expectCleanAudit(frozen);
});

test("a late success waits while another attempt is open, and what becomes of that decides", async () => {
  const frozen = await frozenTill();
  const [confirmed, rejected] = [await frozen.order(), await frozen.order()];
  for (const [id, outcome] of [
    [confirmed, "COMPLETE"],
    [rejected, "REJECT"],
  ] as const) {
    await pay(frozen, id, "sim:lost_card~succeeded");
    await pay(frozen, id, "sim:requires_action");
    await frozen.advance({ minutes: 5 });
    const open = await frozen.api.orders.get.query({ id });
    expect(open).toMatchObject({ status: "PENDING", payments: [{ status: "FAILED" }, { status: "REQUIRES_ACTION" }] });
    await frozen.api.orders.confirm.mutate({ id, paymentId: open.payments[1]?.id ?? "", outcome });
  }
  await frozen.advance({ minutes: 15 });
  expect(await frozen.api.orders.get.query({ id: confirmed })).toMatchObject({
    status: "PAID",
    payments: [{ status: "FAILED" }, { status: "SUCCEEDED" }],
    refunds: [{ amount: expect.any(Number) }],
  });
  expect(await frozen.api.orders.get.query({ id: rejected })).toMatchObject({
    status: "PAID",
    payments: [{ status: "SUCCEEDED" }, { status: "FAILED" }],
    refunds: [],
  });
});

test("a receipt shows the refunds of its payment, and not those of a late one", async () => {
  const frozen = await frozenTill();
  const id = await frozen.order();
  await pay(frozen, id, "sim:lost_card~succeeded");
  await pay(frozen, id, "pm_card_visa");
  await frozen.advance({ minutes: 2 });
  const { receiptUrl, refunds } = await frozen.api.orders.get.query({ id });
  expect(refunds).toHaveLength(1);
  const { pathname } = new URL(receiptUrl ?? "");
  expect(await (await till.request(pathname)).text()).not.toContain("The payment came through late.");
});

test("a refund that the gateway does not take is tried again, a minute later and then two, and told once", async () => {
  const frozen = await frozenTill();
  const id = await frozen.order();
  await pay(frozen, id, "sim:succeeded^refund_failed=2");
  const { refund } = await frozen.staff.orders.refund.mutate({ id, amount: 100 });
  expect(refund.settledAt).toBeNull();
  const settledAt = async () => (await frozen.api.orders.get.query({ id })).refunds[0]?.settledAt;
  await frozen.advance({ minutes: 2 });
  expect(await settledAt()).toBeNull();
  await frozen.advance({ minutes: 2 });
  expect(await settledAt()).toBe("2026-05-01T12:03:00.000Z");
  await frozen.advance({ days: 1 });
  expect((await messagesOf(frozen, id)).filter((text) => text.includes("refunded"))).toHaveLength(2);
  const all = await frozen.staff.orders.refund.mutate({ id });
  expect(all.order).toMatchObject({ status: "REFUNDED", refunds: [{ amount: 100 }, { settledAt: null }] });
});

test("other refunds are settled as they are made", async () => {
  const frozen = await frozenTill();
  const id = await frozen.order();
  await pay(frozen, id, "sim:succeeded");
  const { refund } = await frozen.staff.orders.refund.mutate({ id });
  expect(refund.settledAt).toBe("2026-05-01T12:00:00.000Z");
});

test("where the sandbox is off, no scenario does anything", async () => {
  const live = await startTill({ variables: { SANDBOX: "off" }, isMarked: false });
  try {
    const user = { id: "usr_1", role: "customer", name: "A", email: null, phone: null } as const;
    const call = live.as(user).orders.pay.mutate({ id: 1, source: { token: "sim:succeeded!answer_lost" } });
    expect((await refusalOf(call)).code).toBe("GATEWAY_REQUIRED");
  } finally {
    await live.stop();
  }
});
