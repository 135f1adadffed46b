import { pageSettings } from "../page-settings.ts";
import type { PaymentChoice } from "./payment-choice.ts";

type Ways = readonly [PaymentChoice["way"], ...PaymentChoice["way"][]];

/**
 * The ways that the form offers. Its own fields are for the cards of the simulator, which takes payments in a sandbox only.
 * A real gateway takes cards in a field of its own.
 */
function offered(): Ways {
  if (pageSettings.cardField !== null) return ["card", "cash"];
  return pageSettings.isSandbox ? ["card", "upi", "cash"] : ["cash"];
}

export const waysToPay: Ways = offered();
