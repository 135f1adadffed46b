import { createStripeGateway } from "@till/gateway-stripe";
import { eventOf, signed, standInKeys, startStripeStandIn } from "@till/gateway-stripe/stand-in";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { remoteGatewayConformance } from "./gateway-conformance.ts";
import { somebody, startTill } from "./till.ts";

const standIn = await startStripeStandIn();
const gateway = createStripeGateway({ ...standInKeys, apiBase: standIn.url });
afterAll(async () => {
  expect(standIn.faults).toEqual([]);
  await standIn.stop();
});

/** The one PaymentIntent of a payment. */
function intentOf(paymentId: string) {
  const [intent, ...more] = standIn.account.intentsOf(paymentId);
  if (!intent || more.length > 0) throw new Error(`The payment ${paymentId} has not one PaymentIntent.`);
  return intent;
}

remoteGatewayConformance("stripe", {
  gateway,
  succeeds: { token: "pm_card_visa" },
  declines: { token: "pm_card_visa_chargeDeclinedInsufficientFunds" },
  secured: { token: "pm_card_threeDSecure2Required" },
  processing: { token: "pm_standInProcessing" },
  unknown: { token: "tok_visa" },
  async customerAnswers({ paymentId }, agrees) {
    standIn.account.answerChallenge(intentOf(paymentId).id, agrees);
  },
  tells: {
    card: { type: "card", brand: "visa", last4: "9995" },
    securedCard: { type: "card", brand: "visa", last4: "3220" },
    sentence: "Your card has insufficient funds.",
  },
  eventAbout(paymentId) {
    const intent = intentOf(paymentId);
    return signed(
      eventOf(intent.status === "succeeded" ? "payment_intent.succeeded" : "payment_intent.processing", intent),
    );
  },
});

test("an order whose customer never comes back from 3-D Secure expires, and its items can be sold", async () => {
  const till = await startTill({ gateway });
  onTestFinished(() => till.stop());
  const asha = till.as(somebody());
  const productId = await till.addProduct({ stock: 1 });
  const { id } = await asha.orders.create.mutate({ items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE" });
  await asha.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  for (const minutes of [31, 32]) await till.sweep(new Date(Date.now() + minutes * 60_000));
  expect(await asha.orders.get.query({ id })).toMatchObject({
    status: "CANCELLED",
    cancelReason: "EXPIRED",
    payments: [{ status: "FAILED", declineCode: "authentication_failed" }],
  });
  expect(await asha.products.get.query({ id: productId })).toMatchObject({ stock: 1 });
});
