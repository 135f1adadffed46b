import { ForgedEvent } from "@till/domain";
import { stripeEventTypes } from "@till/gateway-stripe";
import { eventOf, signed } from "@till/gateway-stripe/stand-in";
import { expect, test } from "vitest";
import { charge, intentOf, now, openAccount } from "./account.ts";

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

async function withPayment(token: string) {
  const { standIn, gateway } = await openAccount();
  const wish = charge(token, { till: "k3v9" });
  const { reference } = await gateway.authorize(wish);
  /** Hands an event to the adapter, as it came over the network. */
  const read = ({ headers, body }: ReturnType<typeof signed>, at = now()) =>
    gateway.readEvent({ headers: new Headers(headers), body }, at);
  const told = (type: string) => standIn.events.filter((event) => event.type === type);
  return { standIn, gateway, paymentId: wish.paymentId, reference, read, told };
}

test("an event finds its till and its payment", async () => {
  const { paymentId, reference, read, told } = await withPayment("pm_card_visa");
  const [event] = told("payment_intent.succeeded");
  expect(event && (await read(signed(event)))).toEqual({
    kind: "payment",
    paymentId,
    till: "k3v9",
    answer: { status: "SUCCEEDED", reference, card: { brand: "visa", last4: "4242" } },
  });
});

test("a forged event, a changed one and an old one are refused, and the error has nothing of the event", async () => {
  const { read, told } = await withPayment("pm_card_visa");
  const [event] = told("payment_intent.succeeded");
  if (!event) throw new Error("There was no event.");
  const genuine = signed(event);
  const refused = [
    read(signed(event, new Date(), "whsec_somebodyElse")),
    read({ ...genuine, body: genuine.body.replace("4000", "1") }),
    read({ ...genuine, headers: { ...genuine.headers, "stripe-signature": "" } }),
    read(genuine, later(6)),
  ];
  for (const one of await Promise.allSettled(refused)) {
    expect(one).toMatchObject({ status: "rejected", reason: expect.any(ForgedEvent) });
    expect(JSON.stringify(one)).not.toContain("pi_");
  }
  expect(await read(genuine, later(4))).toMatchObject({ kind: "payment" });
});

test("an old event that comes last tells what is true now", async () => {
  const { standIn, paymentId, read } = await withPayment("pm_card_threeDSecure2Required");
  const intent = intentOf(standIn, paymentId);
  const old = eventOf("payment_intent.processing", { ...intent, status: "processing" });
  standIn.account.answerChallenge(intent.id, true);
  expect(await read(signed(old))).toMatchObject({ answer: { status: "SUCCEEDED" } });
});

test("the event of Till's own cancellation says why the payment failed, though Stripe has cleared its error", async () => {
  const { standIn, gateway, paymentId, reference, read, told } = await withPayment("pm_card_threeDSecure2Required");
  standIn.account.answerChallenge(reference, false);
  await gateway.settle({ paymentId, reference, startedAt: now() }, now());
  expect(intentOf(standIn, paymentId).last_payment_error).toBeNull();
  const [event] = told("payment_intent.canceled");
  expect(event && (await read(signed(event)))).toMatchObject({
    answer: { status: "FAILED", declineCode: "authentication_failed" },
  });
});

test.each([
  ["requested_by_customer", "attempt_replaced"],
  ["automatic", "processing_error"],
] as const)("the event of a cancellation as %s tells %s", async (reason, declineCode) => {
  const { standIn, reference, read, told } = await withPayment("pm_card_threeDSecure2Required");
  standIn.account.cancelIntent(reference, reason);
  const [event] = told("payment_intent.canceled");
  expect(event && (await read(signed(event)))).toMatchObject({ answer: { status: "FAILED", declineCode } });
});

test("an event that comes before the answer to the charge tells the outcome", async () => {
  const { standIn, gateway } = await openAccount();
  const early: unknown[] = [];
  standIn.network.beforeAnswer = async (operation) => {
    const [event] = standIn.events;
    if (operation !== "POST /v1/payment_intents" || !event) return;
    const { headers, body } = signed(event);
    early.push(await gateway.readEvent({ headers: new Headers(headers), body }, now()));
  };
  const wish = charge("pm_card_visa");
  const answer = await gateway.authorize(wish);
  expect(early).toEqual([{ kind: "payment", paymentId: wish.paymentId, till: null, answer }]);
});

test("a refund that fails later is told of, and one that staff have tried again since is not", async () => {
  const { standIn, gateway, paymentId, reference, read, told } = await withPayment("pm_card_pendingRefund");
  const wish = { paymentId, reference, refundId: "ref_1", till: "k3v9", amount: 1_500, refusals: 0 };
  await gateway.refund({ ...wish, idempotencyKey: "ref_1" });
  const [made] = standIn.account.refunds.values();
  standIn.account.finishRefund(made?.id ?? "", "failed");
  const [failed] = told("refund.failed");
  if (!failed) throw new Error("There was no event.");
  expect(await read(signed(failed))).toMatchObject({
    kind: "refund",
    refundId: "ref_1",
    till: "k3v9",
    answer: { status: "FAILED" },
  });
  await gateway.refund({ ...wish, refusals: 1, idempotencyKey: "ref_1_2" });
  expect(await read(signed(failed))).toBeNull();
});

test("each type of event that Stripe is asked to send is read", async () => {
  const { standIn, gateway, paymentId, reference, read } = await withPayment("pm_card_visa");
  const wish = { paymentId, reference, refundId: "ref_1", till: "k3v9", amount: 1_500, refusals: 0 };
  await gateway.refund({ ...wish, idempotencyKey: "ref_1" });
  const [refund] = standIn.account.refunds.values();
  for (const type of stripeEventTypes) {
    const object = type.startsWith("refund.") ? refund : intentOf(standIn, paymentId);
    expect({ type, news: await read(signed(eventOf(type, object ?? {}))) }).toMatchObject({
      news: { till: "k3v9", answer: { status: "SUCCEEDED" } },
    });
  }
});

test("what Till did not make, and what it need not know, is nothing to it", async () => {
  const { standIn, read } = await withPayment("pm_card_visa");
  const foreign = standIn.account.createIntent({
    amount: 100,
    currency: "inr",
    payment_method: "pm_card_visa",
    confirm: true,
  });
  const refund = standIn.account.createRefund({ payment_intent: foreign.id });
  for (const event of [
    eventOf("payment_intent.succeeded", foreign),
    eventOf("refund.updated", refund),
    eventOf("customer.created", { id: "cus_1", object: "customer" }),
  ])
    expect(await read(signed(event))).toBeNull();
});
