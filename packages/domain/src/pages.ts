/**
 * Addresses of pages, below Till's origin. Those of a payment are Till's own, and the random id of the payment is what
 * opens them: only its customer and staff ever see it. The page of an order is the shop's.
 */
export const pages = {
  order: (orderId: number) => `/orders/${orderId}`,
  confirm: (paymentId: string) => `/payments/${paymentId}/confirm`,
  receipt: (paymentId: string) => `/payments/${paymentId}/receipt`,
};
