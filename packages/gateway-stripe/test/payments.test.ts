import { StripeRefusal } from "@till/gateway-stripe/stand-in";
import { expect, test } from "vitest";
import { declineCodeOf } from "../src/decline-codes.ts";
import { attemptOf, charge, intentOf, now, openAccount } from "./account.ts";

const hoursLater = (hours: number) => new Date(Date.now() + hours * 60 * 60_000).toISOString();

const outOfOrder = new StripeRefusal(500, { type: "api_error", message: "Stripe is out of order." });

const visa = { brand: "visa", last4: "4242" };

test("a charge is one call, with its payment as the idempotency key and Till's ids as metadata", async () => {
  const { standIn, gateway } = await openAccount();
  const wish = charge("pm_card_visa", { till: "k3v9" });
  const { paymentId } = wish;
  const answer = await gateway.authorize(wish);
  expect(answer).toEqual({ status: "SUCCEEDED", reference: intentOf(standIn, paymentId).id, card: visa });
  expect(standIn.seen).toEqual([
    {
      operation: "POST /v1/payment_intents",
      key: paymentId,
      fields: {
        amount: 4_000,
        currency: "inr",
        payment_method: "pm_card_visa",
        allowed_payment_method_types: ["card"],
        confirm: true,
        return_url: "https://shop.example/orders/42",
        description: "Order #42",
        metadata: { paymentId, orderId: "42", till: "k3v9" },
        expand: ["latest_charge", "payment_method"],
      },
    },
  ]);
});

test.each([
  ["pm_card_visa_chargeDeclined", "generic_decline", "Your card was declined."],
  ["pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds", "Your card has insufficient funds."],
  ["pm_card_visa_chargeDeclinedLostCard", "lost_card", "Your card was declined."],
  ["pm_card_visa_chargeDeclinedStolenCard", "stolen_card", "Your card was declined."],
  ["pm_card_chargeDeclinedExpiredCard", "expired_card", "Your card has expired."],
  ["pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "Your card's security code is incorrect."],
  ["pm_card_chargeDeclinedProcessingError", "processing_error", expect.stringContaining("error occurred")],
])("the card %s is declined as %s, with Stripe's sentence and the card", async (token, declineCode, sentence) => {
  const { gateway } = await openAccount();
  expect(await gateway.authorize(charge(token))).toMatchObject({
    status: "FAILED",
    declineCode,
    sentence,
    card: { brand: "visa" },
  });
});

test.each([
  ["authentication_failure", "authentication_failed"],
  ["expired_payment_method", "expired_card"],
  ["a_code_of_tomorrow", "generic_decline"],
])("the error code %s means %s", (code, declineCode) => {
  expect(declineCodeOf({ type: "card_error", code })).toBe(declineCode);
});

test("a card that Stripe does not know is a definite no, without Stripe's sentence for developers", async () => {
  const { gateway } = await openAccount();
  expect(await gateway.authorize(charge("pm_1NobodyHasThis"))).toEqual({
    status: "FAILED",
    reference: "",
    declineCode: "processing_error",
  });
});

test.each([
  [true, { status: "SUCCEEDED", card: { brand: "visa", last4: "3220" } }],
  [false, { status: "FAILED", declineCode: "authentication_failed" }],
])("3-D Secure: the customer goes to the bank; that they agree is %s", async (agrees, outcome) => {
  const { standIn, gateway } = await openAccount();
  const wish = charge("pm_card_threeDSecure2Required");
  const { paymentId } = wish;
  const asked = await gateway.authorize(wish);
  const { id } = intentOf(standIn, paymentId);
  expect(asked).toMatchObject({ status: "PROCESSING", reference: id, actionUrl: `${standIn.url}/3ds/${id}` });
  expect(await gateway.settle(attemptOf(wish, id), now())).toMatchObject({ status: "PROCESSING" });
  standIn.account.answerChallenge(id, agrees);
  expect(await gateway.settle(attemptOf(wish, id), now())).toMatchObject(outcome);
  // The bank's page sends the customer back with a secret that could pay a failed one with another card.
  expect(intentOf(standIn, paymentId).status).toBe(agrees ? "succeeded" : "canceled");
});

test("an answer that is lost once is asked for again at once, and the card is charged once", async () => {
  const { standIn, gateway } = await openAccount();
  standIn.network.answersToLose = 1;
  const wish = charge("pm_card_visa");
  expect(await gateway.authorize(wish)).toMatchObject({ status: "SUCCEEDED" });
  intentOf(standIn, wish.paymentId);
});

test.each([
  ["pm_card_visa", { status: "SUCCEEDED", card: visa }],
  ["pm_card_visa_chargeDeclined", { status: "FAILED", declineCode: "generic_decline" }],
])("the outcome of %s is found by its payment when the answer to the charge never came", async (token, outcome) => {
  const { standIn, gateway } = await openAccount();
  standIn.network.answersToLose = 2;
  const wish = charge(token);
  await expect(gateway.authorize(wish)).rejects.toThrow("Stripe gave no clear answer (StripeConnectionError).");
  const { id } = intentOf(standIn, wish.paymentId);
  expect(await gateway.settle(attemptOf(wish), now())).toMatchObject({ ...outcome, reference: id });
  intentOf(standIn, wish.paymentId);
});

test("a decline keeps its code, its sentence and its card when the answer to its cancellation is lost", async () => {
  const { standIn, gateway } = await openAccount();
  const wish = charge("pm_card_visa_chargeDeclinedInsufficientFunds");
  const declined = await gateway.authorize(wish);
  const attempt = attemptOf(wish, declined.reference);
  standIn.network.beforeAnswer = async (operation) => {
    if (operation.endsWith("/cancel")) standIn.network.answersToLose = 1;
  };
  await expect(gateway.settle(attempt, now())).rejects.toThrow("no clear answer");
  expect(intentOf(standIn, wish.paymentId)).toMatchObject({ status: "canceled", last_payment_error: null });
  expect(await gateway.settle(attempt, now())).toEqual(declined);
});

test("an attempt that never reached Stripe fails, and a charge that comes later is refused", async () => {
  const { standIn, gateway } = await openAccount();
  const wish = charge("pm_card_visa");
  standIn.network.callsToLose = 2;
  await expect(gateway.authorize(wish)).rejects.toThrow("no clear answer");
  for (const _time of [1, 2])
    expect(await gateway.settle(attemptOf(wish), now())).toMatchObject({
      status: "FAILED",
      declineCode: "processing_error",
    });
  await expect(gateway.authorize(wish)).rejects.toThrow("StripeIdempotencyError");
  expect(intentOf(standIn, wish.paymentId).status).toBe("canceled");
});

test("a charge whose answer was lost is found a day later too, when Stripe has forgotten its key", async () => {
  const { standIn, gateway } = await openAccount();
  const wish = charge("pm_card_visa");
  standIn.network.answersToLose = 2;
  await expect(gateway.authorize(wish)).rejects.toThrow("no clear answer");
  standIn.forgetKeys();
  expect(await gateway.settle(attemptOf(wish), hoursLater(25))).toMatchObject({ status: "SUCCEEDED" });
  intentOf(standIn, wish.paymentId);
});

test("a call that failed at Stripe has used up its key: after two hours the attempt that made nothing has failed", async () => {
  const { standIn, gateway } = await openAccount();
  const wish = charge("pm_card_visa");
  standIn.network.beforeWork = async () => {
    throw outOfOrder;
  };
  await expect(gateway.authorize(wish)).rejects.toThrow("StripeAPIError, 500");
  standIn.network.beforeWork = async () => {};
  await expect(gateway.settle(attemptOf(wish), now())).rejects.toThrow("does not list it yet");
  const failed = { status: "FAILED", reference: "", declineCode: "processing_error" };
  expect(await gateway.settle(attemptOf(wish), hoursLater(2))).toEqual(failed);
  expect(standIn.account.intentsOf(wish.paymentId)).toEqual([]);
});

test("an account that takes one currency only finds what it charged, and does not guess about what it can't find", async () => {
  const { standIn, gateway } = await openAccount();
  standIn.account.currencies = ["inr"];
  standIn.network.answersToLose = 2;
  const charged = charge("pm_card_visa");
  await expect(gateway.authorize(charged)).rejects.toThrow("no clear answer");
  expect(await gateway.settle(attemptOf(charged), now())).toMatchObject({ status: "SUCCEEDED" });
  await expect(gateway.settle(attemptOf(charge("pm_card_visa")), now())).rejects.toThrow("does not list it yet");
});

test("a cancelled PaymentIntent that only closed a key says nothing of 3-D Secure", async () => {
  const { standIn, gateway } = await openAccount();
  const wish = charge("pm_card_visa");
  const metadata = { paymentId: wish.paymentId };
  const { id: reference } = standIn.account.createIntent({ amount: 1_000, currency: "usd", metadata });
  standIn.account.cancelIntent(reference, "abandoned");
  const answer = await gateway.settle(attemptOf(wish, reference), now());
  expect(answer).toEqual({ status: "FAILED", reference, declineCode: "processing_error" });
});

test("the search finds an attempt that is not among the newest", async () => {
  const { standIn, gateway } = await openAccount();
  const wish = charge("pm_card_visa");
  standIn.network.answersToLose = 2;
  await expect(gateway.authorize(wish)).rejects.toThrow("no clear answer");
  for (let more = 0; more < 500; more += 1) standIn.account.createIntent({ amount: 100, currency: "inr" });
  expect(await gateway.settle(attemptOf(wish), now())).toMatchObject({ status: "SUCCEEDED" });
  expect(standIn.seen.map(({ operation }) => operation).filter((name) => name.endsWith("/search"))).toHaveLength(1);
});

test.each([
  ["pm_card_threeDSecure2Required", { status: "FAILED", declineCode: "attempt_replaced" }, "canceled"],
  ["pm_card_visa", { status: "SUCCEEDED" }, "succeeded"],
])("an attempt with %s is cancelled unless the money was taken", async (token, outcome, status) => {
  const { standIn, gateway } = await openAccount();
  const wish = charge(token);
  const { paymentId } = wish;
  const { reference } = await gateway.authorize(wish);
  expect(await gateway.cancel(attemptOf(wish, reference), now())).toMatchObject(outcome);
  expect(await gateway.settle(attemptOf(wish, reference), now())).toMatchObject(outcome);
  expect(intentOf(standIn, paymentId).status).toBe(status);
});

test("an attempt whose answer never came is cancelled too", async () => {
  const { standIn, gateway } = await openAccount();
  const wish = charge("pm_card_threeDSecure2Required");
  standIn.network.answersToLose = 2;
  await expect(gateway.authorize(wish)).rejects.toThrow("no clear answer");
  expect(await gateway.cancel(attemptOf(wish), now())).toMatchObject({ declineCode: "attempt_replaced" });
  expect(intentOf(standIn, wish.paymentId).status).toBe("canceled");
});

test.each([
  [503, "StripeAPIError, 503"],
  [429, "StripeRateLimitError, 429"],
  [401, "StripeAuthenticationError, 401"],
])("an answer of %s says nothing of a payment, and neither of a refund", async (status, says) => {
  const { standIn, gateway } = await openAccount();
  const wish = charge("pm_card_visa");
  const { paymentId } = wish;
  const { reference } = await gateway.authorize(wish);
  const refund = {
    paymentId,
    reference,
    refundId: "ref_1",
    till: null,
    amount: 100,
    refusals: 0,
    idempotencyKey: "ref_1",
  };
  for (const call of [
    () => gateway.authorize(charge("pm_card_visa")),
    () => gateway.settle(attemptOf(wish, reference), now()),
    () => gateway.cancel(attemptOf(wish, reference), now()),
    () => gateway.refund(refund),
  ]) {
    standIn.network.outage = { status, answers: 2 };
    await expect(call()).rejects.toThrow(says);
  }
});

test("while Stripe works on the same key, there is no clear answer", async () => {
  const { standIn, gateway } = await openAccount();
  const wish = charge("pm_card_visa");
  const held = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  standIn.network.beforeWork = () => {
    reached.resolve();
    return held.promise;
  };
  const first = gateway.authorize(wish);
  await reached.promise;
  standIn.network.beforeWork = async () => {};
  await expect(gateway.authorize(wish)).rejects.toThrow("StripeAPIError, 409");
  held.resolve();
  expect(await first).toMatchObject({ status: "SUCCEEDED" });
  intentOf(standIn, wish.paymentId);
});

test.each([undefined, { token: "tok_visa" }, { upi: "asha@bank" }, { token: "pm_../x" }])(
  "a source that is not a card of Stripe's field is refused: %o",
  async (source) => {
    const { gateway } = await openAccount();
    expect(gateway.kind === "remote" && gateway.accept(source, now())).toMatchObject({
      ok: false,
      refusal: { code: "VALIDATION_FAILED", details: { issues: [{ field: "source.token" }] } },
    });
  },
);
