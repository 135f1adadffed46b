export { createStripeGateway } from "./create-stripe-gateway.ts";
export { stripeEventTypes } from "./event-types.ts";
export type { StripeSettings } from "./open-stripe.ts";
