import { createStripeGateway } from "@till/gateway-stripe";
import { standInKeys, startStripeStandIn } from "@till/gateway-stripe/stand-in";
import { afterAll, expect } from "vitest";
import { gatewayConformance } from "./gateway-conformance.ts";

const standIn = await startStripeStandIn();
afterAll(async () => {
  expect(standIn.faults).toEqual([]);
  await standIn.stop();
});

gatewayConformance("stripe", {
  gateway: createStripeGateway({ ...standInKeys, apiBase: standIn.url }),
  succeeds: { token: "pm_card_visa" },
  declines: { token: "pm_card_visa_chargeDeclinedInsufficientFunds" },
  secured: { token: "pm_card_threeDSecure2Required" },
  processing: { token: "pm_standInProcessing" },
  unknown: { token: "tok_visa" },
  async customerAnswers({ paymentId }, agrees) {
    const [intent] = standIn.account.intentsOf(paymentId);
    standIn.account.answerChallenge(intent?.id ?? "", agrees);
  },
});
