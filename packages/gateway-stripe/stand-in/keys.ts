/** The keys of the stand-in's account. They have the form of Stripe's keys for tests. */
export const standInKeys = {
  secretKey: "sk_test_standInStandInStandIn",
  publishableKey: "pk_test_standInStandInStandIn",
  webhookSecret: "whsec_standInStandInStandIn",
} as const;
