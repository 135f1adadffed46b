import { type RemoteGateway, ok, refuse, refused } from "@till/domain";
import { authorize } from "./authorize.ts";
import { end } from "./end-intent.ts";
import { clearly } from "./errors.ts";
import { findIntent } from "./find-intent.ts";
import { answerOf, neverMade, replaced } from "./intent-answer.ts";
import { type StripeSettings, openStripe } from "./open-stripe.ts";
import { readEvent } from "./read-event.ts";
import { refund } from "./refund.ts";
import { settle } from "./settle.ts";

/** A card that Stripe's own field made: https://docs.stripe.com/api/payment_methods. */
const paymentMethodPattern = /^pm_\w{1,250}$/;

/**
 * The gateway of an account at Stripe. It charges cards with PaymentIntents that are created and confirmed in one call, by
 * the id of a card that Stripe's own field made in the browser: no card number reaches Till.
 */
export function createStripeGateway(settings: StripeSettings): RemoteGateway {
  return {
    kind: "remote",
    name: "stripe",

    accept: (source) =>
      source?.token !== undefined && paymentMethodPattern.test(source.token)
        ? ok({ type: "token", token: source.token })
        : refused(
            refuse.invalid([
              {
                field: "source.token",
                message: "must be the id of a card that Stripe's field made, such as pm_1NiDeRLkdIwHu7ixSPNhJxyz",
              },
            ]),
          ),

    authorize: async (charge) => clearly(authorize(await openStripe(settings), charge)),

    settle: async (attempt, now) => clearly(settle(await openStripe(settings), attempt, now)),

    async cancel(attempt, now) {
      const stripe = await openStripe(settings);
      const found = await clearly(findIntent(stripe, attempt, now));
      return found === null
        ? neverMade("attempt_replaced")
        : answerOf(await clearly(end(stripe, found.intent, replaced)), now);
    },

    refund: async (wish) => clearly(refund(await openStripe(settings), wish)),

    readEvent: async (event, now) => clearly(readEvent(await openStripe(settings), settings, event, now)),
  };
}
