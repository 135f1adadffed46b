import type { Stripe } from "stripe";

/** What each operation takes and answers, by the types that Stripe generates from its OpenAPI document. */
export interface Operations {
  readonly "POST /v1/payment_intents": [Stripe.PaymentIntentCreateParams, Stripe.PaymentIntent];
  readonly "GET /v1/payment_intents": [Stripe.PaymentIntentListParams, Stripe.ApiList<Stripe.PaymentIntent>];
  readonly "GET /v1/payment_intents/search": [
    Stripe.PaymentIntentSearchParams,
    Stripe.ApiSearchResult<Stripe.PaymentIntent>,
  ];
  readonly "GET /v1/payment_intents/{id}": [Stripe.PaymentIntentRetrieveParams, Stripe.PaymentIntent];
  readonly "POST /v1/payment_intents/{id}/cancel": [Stripe.PaymentIntentCancelParams, Stripe.PaymentIntent];
  readonly "POST /v1/refunds": [Stripe.RefundCreateParams, Stripe.Refund];
  readonly "GET /v1/refunds": [Stripe.RefundListParams, Stripe.ApiList<Stripe.Refund>];
}
