/**
 * The types of events that Till reads: choose them for the endpoint at Stripe
 * (https://docs.stripe.com/api/events/types). The others are ignored.
 */
export const stripeEventTypes = [
  "payment_intent.succeeded",
  "payment_intent.payment_failed",
  "payment_intent.processing",
  "payment_intent.canceled",
  "refund.updated",
  "refund.failed",
] as const;
