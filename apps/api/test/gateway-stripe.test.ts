import { createStripeGateway } from "@till/gateway-stripe";
import { eventOf, signed, standInKeys, startStripeStandIn } from "@till/gateway-stripe/stand-in";
import { afterAll, expect } from "vitest";
import { remoteGatewayConformance } from "./gateway-conformance.ts";

const standIn = await startStripeStandIn();
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
  gateway: createStripeGateway({ ...standInKeys, apiBase: standIn.url }),
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
