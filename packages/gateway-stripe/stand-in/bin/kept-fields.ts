/** The operations that the stand-in has, and the fields of a request that it takes. It refuses all others. */
export const keptRequests: Readonly<Record<string, readonly string[]>> = {
  "POST /v1/payment_intents": [
    "allowed_payment_method_types",
    "automatic_payment_methods",
    "confirm",
    "description",
    "expand",
    "metadata",
    "payment_method",
    "return_url",
  ],
  "GET /v1/payment_intents": ["created", "expand", "limit", "starting_after"],
  "GET /v1/payment_intents/search": ["limit"],
  "GET /v1/payment_intents/{intent}": ["expand"],
  "POST /v1/payment_intents/{intent}/cancel": ["cancellation_reason", "expand"],
  "POST /v1/refunds": ["amount", "metadata", "payment_intent"],
  "GET /v1/refunds": ["limit", "payment_intent", "starting_after"],
};

/** The fields of each schema that are in an answer besides those that the document requires. There are no others. */
export const keptFields: Readonly<Record<string, readonly string[]>> = {
  api_errors: ["charge", "code", "decline_code", "message", "param", "payment_intent", "payment_method"],
  billing_details: ["email", "name", "phone"],
  charge: ["failure_code", "failure_message", "outcome", "payment_intent", "payment_method_details"],
  charge_outcome: ["reason"],
  error: [],
  event: ["api_version"],
  notification_event_data: [],
  payment_intent: [
    "amount",
    "cancellation_reason",
    "client_secret",
    "currency",
    "description",
    "last_payment_error",
    "latest_charge",
    "metadata",
    "next_action",
    "payment_method",
  ],
  payment_intent_next_action: ["redirect_to_url"],
  payment_intent_next_action_redirect_to_url: ["return_url", "url"],
  payment_method: ["card"],
  payment_method_card: [],
  payment_method_details: ["card"],
  payment_method_details_card: ["brand", "last4"],
  refund: ["failure_reason", "metadata", "payment_intent", "pending_reason", "status"],
};
