/** What must end before the words of a customer can be erased, in the order in which Till looks. */
export const erasureObstacles = [
  "ORDER_OPEN",
  "PAYMENT_PROCESSING",
  "REFUND_PENDING",
  "MESSAGE_DUE",
  "WEBHOOK_BEING_SENT",
] as const;
export type ErasureObstacle = (typeof erasureObstacles)[number];
