import type { Charge, OpenAttempt } from "@till/domain";
import { createStripeGateway } from "@till/gateway-stripe";
import { type StripeStandIn, standInKeys, startStripeStandIn } from "@till/gateway-stripe/stand-in";
import { expect, onTestFinished } from "vitest";

/** The adapter on a stand-in of its own. What the stand-in itself does wrong fails the test. */
export async function openAccount() {
  const standIn = await startStripeStandIn();
  onTestFinished(async () => {
    expect(standIn.faults).toEqual([]);
    await standIn.stop();
  });
  const gateway = createStripeGateway({ ...standInKeys, apiBase: standIn.url });
  return { standIn, gateway };
}

export const now = () => new Date().toISOString();

/** A payment of 40.00 with a card, by its id at Stripe. */
export function charge(token: string, more: Partial<Charge> = {}): Charge {
  return {
    paymentId: `pay_${crypto.randomUUID().replaceAll("-", "")}`,
    orderId: 42,
    till: null,
    customer: { id: "usr_asha", name: "Asha Rao", email: "asha@example.com", phone: "+919811111111" },
    returnUrl: "https://shop.example/orders/42",
    amount: 4_000,
    currency: "INR",
    source: { token },
    now: now(),
    ...more,
  };
}

/** The attempt of a charge, by the reference that Till has of it: none if its answer never came. */
export const attemptOf = ({ paymentId, now: startedAt }: Charge, reference = ""): OpenAttempt => ({
  paymentId,
  reference,
  startedAt,
});

/** The one PaymentIntent of a payment. */
export function intentOf(standIn: StripeStandIn, paymentId: string) {
  const intents = standIn.account.intentsOf(paymentId);
  expect(intents).toHaveLength(1);
  const [intent] = intents;
  if (!intent) throw new Error("Unreachable.");
  return intent;
}
