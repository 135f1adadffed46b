/**
 * Addresses of Till's own pages, below its origin. The random id of a payment is what opens them: only its customer and
 * staff ever see it.
 */
export const pages = {
  confirm: (paymentId: string) => `/payments/${paymentId}/confirm`,
  receipt: (paymentId: string) => `/payments/${paymentId}/receipt`,
};
