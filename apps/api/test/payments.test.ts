import { type PaymentSourceInput, declineCodes, paymentSources, processingMs } from "@till/contracts";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { customerWithOrder } from "./customer-with-order.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const shopping = (paymentMethod?: "ONLINE" | "COD") => customerWithOrder(till, paymentMethod);

const secondsLater = (seconds: number) => new Date(Date.now() + seconds * 1000);

/** Every source of the table, by each name that it has. */
const everySource = paymentSources.flatMap(({ token, card, upi, outcome }) => {
  const inputs: PaymentSourceInput[] = [];
  if (token !== null) inputs.push({ token });
  if (card !== null) inputs.push({ card: { number: card.number, expMonth: 12, expYear: 2090, cvc: "123" } });
  if (upi !== null) inputs.push({ upi });
  return inputs.map((source) => ({ source, outcome }));
});

test.each(everySource)("$source comes out as $outcome, through the whole product", async ({ source, outcome }) => {
  const { api, id, get } = await shopping();
  const attempt = api.orders.pay.mutate({ id, source });
  switch (outcome) {
    case "succeeded":
      expect(await attempt).toMatchObject({ order: { status: "PAID" }, payment: { status: "SUCCEEDED" } });
      return;
    case "requires_action":
      expect(await attempt).toMatchObject({
        order: { status: "PENDING", actions: ["confirm", "cancel"] },
        payment: { status: "REQUIRES_ACTION", nextAction: { type: "redirect" }, settledAt: null },
      });
      return;
    case "processing":
    case "processing_fails":
      expect(await attempt).toMatchObject({
        order: { status: "PENDING", actions: [] },
        payment: { status: "PROCESSING" },
      });
      await till.sweep(secondsLater(4));
      expect((await get()).payments[0]?.status).toBe("PROCESSING");
      await till.sweep(secondsLater(6));
      expect(await get()).toMatchObject(
        outcome === "processing"
          ? { status: "PAID", payments: [{ status: "SUCCEEDED" }] }
          : {
              status: "PENDING",
              payments: [{ status: "FAILED", declineCode: "processing_error" }],
              actions: ["pay", "cancel"],
            },
      );
      return;
    default: {
      const refusal = await refusalOf(attempt);
      expect(refusal).toMatchObject({
        code: "PAYMENT_DECLINED",
        details: { declineCode: outcome },
        message: declineCodes[outcome],
      });
      expect(await get()).toMatchObject({
        status: "PENDING",
        actions: ["pay", "cancel"],
        payments: [{ status: "FAILED" }],
      });
    }
  }
});

test("a scenario gives the nth attempt its nth outcome, and repeats the last one", async () => {
  const { pay, get } = await shopping();
  const scenario = "sim:insufficient_funds>processing_error>requires_action";
  expect((await refusalOf(pay(scenario))).details).toMatchObject({ declineCode: "insufficient_funds" });
  expect((await refusalOf(pay(scenario))).details).toMatchObject({ declineCode: "processing_error" });
  expect((await pay(scenario)).payment.status).toBe("REQUIRES_ACTION");
  expect((await get()).payments.map(({ source }) => source)).toEqual(
    Array.from({ length: 3 }, () => ({ type: "token", token: scenario })),
  );

  const lost = await shopping();
  for (const declineCode of ["expired_card", "lost_card", "lost_card"])
    expect((await refusalOf(lost.pay("sim:expired_card>lost_card"))).details).toMatchObject({ declineCode });
});

test("3-D Secure: while an attempt waits nobody pays again, and a confirmation pays the order", async () => {
  const { api, id, pay, messages } = await shopping();
  const { payment } = await pay("pm_card_threeDSecure2Required");
  expect(payment.nextAction?.url).toBe(`http://till.test/payments/${payment.id}/confirm`);
  expect(await refusalOf(pay("pm_card_visa"))).toMatchObject({
    code: "PAYMENT_IN_PROGRESS",
    status: 409,
    details: { paymentId: payment.id, paymentStatus: "REQUIRES_ACTION" },
    actions: ["confirm", "cancel"],
  });
  const confirm = (outcome: "COMPLETE" | "REJECT") => api.orders.confirm.mutate({ id, paymentId: payment.id, outcome });
  const confirmed = await confirm("COMPLETE");
  expect(confirmed).toMatchObject({
    order: { status: "PAID" },
    payment: { id: payment.id, status: "SUCCEEDED", nextAction: null },
  });
  expect(await confirm("COMPLETE")).toEqual(confirmed);
  expect(await refusalOf(confirm("REJECT"))).toMatchObject({ code: "ORDER_NOT_PENDING" });
  expect(await messages()).toEqual(["order.paid", "order.paid"]);
});

test("3-D Secure: a rejection fails the attempt and leaves the order payable", async () => {
  const { api, id, pay } = await shopping();
  const { payment } = await pay("pm_card_threeDSecure2Required");
  const confirm = (outcome: "COMPLETE" | "REJECT") => api.orders.confirm.mutate({ id, paymentId: payment.id, outcome });
  const rejected = await confirm("REJECT");
  expect(rejected).toMatchObject({
    order: { status: "PENDING", actions: ["pay", "cancel"] },
    payment: { status: "FAILED", declineCode: "authentication_failed" },
  });
  expect(await confirm("REJECT")).toEqual(rejected);
  expect(await refusalOf(confirm("COMPLETE"))).toMatchObject({ code: "PAYMENT_NOT_OPEN", status: 409 });
  expect(
    await refusalOf(api.orders.confirm.mutate({ id, paymentId: "pay_unknown", outcome: "COMPLETE" })),
  ).toMatchObject({
    code: "PAYMENT_NOT_OPEN",
  });
  expect((await pay("pm_card_visa")).order.status).toBe("PAID");
});

test("a confirmation that somebody else repeats shows them nothing of the order", async () => {
  const { api, id, pay } = await shopping();
  const { payment } = await pay("pm_card_threeDSecure2Required");
  const confirm = { id, paymentId: payment.id, outcome: "COMPLETE" as const };
  await api.orders.confirm.mutate(confirm);
  expect(await refusalOf(till.as(somebody()).orders.confirm.mutate(confirm))).toMatchObject({
    code: "ORDER_NOT_FOUND",
    status: 404,
  });
});

test("an attempt belongs to its order: it can't be confirmed through another one", async () => {
  const [mine, theirs] = [await shopping(), await shopping()];
  const { payment } = await theirs.pay("pm_card_threeDSecure2Required");
  await mine.pay("pm_card_threeDSecure2Required");
  const confirm = mine.api.orders.confirm.mutate({ id: mine.id, paymentId: payment.id, outcome: "COMPLETE" });
  expect(await refusalOf(confirm)).toMatchObject({ code: "PAYMENT_NOT_OPEN" });
  expect((await theirs.get()).payments[0]?.status).toBe("REQUIRES_ACTION");
});

test("cancelling closes an attempt that waits for the customer", async () => {
  const { api, id, pay, stock } = await shopping();
  const { payment } = await pay("pm_card_threeDSecure2Required");
  expect(await api.orders.cancel.mutate({ id })).toMatchObject({
    status: "CANCELLED",
    payments: [{ status: "FAILED", declineCode: "cancelled" }],
  });
  expect(await refusalOf(api.orders.confirm.mutate({ id, paymentId: payment.id, outcome: "COMPLETE" }))).toMatchObject({
    code: "ORDER_NOT_PENDING",
  });
  expect(await stock()).toBe(10);
});

test("an order waits for an attempt that is being processed: it is not cancelled and does not expire", async () => {
  const { api, id, pay, get } = await shopping();
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  const late = await shopping();
  till.world.time = new Date("2026-05-01T12:29:59.000Z");
  await late.pay("pm_card_processing");
  till.world.time = null;
  await till.sweep(new Date("2026-05-01T12:30:01.000Z"));
  expect((await late.get()).payments[0]?.status).toBe("PROCESSING");
  expect((await late.get()).status).toBe("PENDING");
  await till.sweep(new Date("2026-05-01T12:31:00.000Z"));
  expect((await late.get()).status).toBe("PAID");

  const { payment } = await pay("pm_card_processing");
  expect(await refusalOf(api.orders.cancel.mutate({ id }))).toMatchObject({
    code: "PAYMENT_IN_PROGRESS",
    details: { paymentId: payment.id, paymentStatus: "PROCESSING" },
  });
  expect(await refusalOf(pay("pm_card_visa"))).toMatchObject({ code: "PAYMENT_IN_PROGRESS" });
  expect((await get()).status).toBe("PENDING");
});

test("an attempt that is processing goes to the queue, after the response", async () => {
  const jobs: unknown[] = [];
  const JOBS = { send: async (...job: unknown[]) => void jobs.push(job) };
  Object.assign(till.world.bindings, { JOBS });
  onTestFinished(() => void Reflect.deleteProperty(till.world.bindings, "JOBS"));
  const { pay } = await shopping();
  const { payment } = await pay("pm_card_processing");
  await till.settled();
  const dueAt = new Date(Date.parse(payment.createdAt) + processingMs).toISOString();
  expect(jobs).toEqual([[{ till: "default", kind: "settlements", ids: [payment.id], dueAt }, { delaySeconds: 5 }]]);
});

test("cash of a COD order is collected by staff, once", async () => {
  const { api, staff, id, messages } = await shopping("COD");
  expect(await refusalOf(api.orders.collect.mutate({ id }))).toMatchObject({ code: "FORBIDDEN" });
  expect((await staff.orders.get.query({ id })).actions).toEqual(["collect", "cancel"]);
  expect(await staff.orders.collect.mutate({ id })).toMatchObject({
    order: { status: "PAID", actions: ["refund"] },
    payment: { method: "COD", source: { type: "cash" }, status: "SUCCEEDED", amount: 10_000 },
  });
  expect(await refusalOf(staff.orders.collect.mutate({ id }))).toMatchObject({
    code: "ORDER_NOT_PENDING",
    message: `Order #${id} is already paid.`,
  });
  expect(await messages()).toEqual(["order.created", "order.created", "order.paid", "order.paid"]);

  const online = await shopping();
  expect(await refusalOf(online.staff.orders.collect.mutate({ id: online.id }))).toMatchObject({
    code: "WRONG_PAYMENT_METHOD",
    message: `Order #${online.id} is paid online. There is no cash to collect.`,
  });
});
