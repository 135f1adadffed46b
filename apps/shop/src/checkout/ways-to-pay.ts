import { pageSettings } from "../page-settings.ts";
import type { PaymentChoice } from "./payment-choice.ts";

/** The ways that the form offers. Its fields are for the cards of the simulator, which takes payments in a sandbox only. */
export const waysToPay: readonly [PaymentChoice["way"], ...PaymentChoice["way"][]] = pageSettings.isSandbox
  ? ["card", "upi", "cash"]
  : ["cash"];
