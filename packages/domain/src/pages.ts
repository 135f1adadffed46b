/**
 * Paths of pages. Till serves those of a payment, and its random id gives access to them: only the customer and staff see
 * that id. The shop serves the page of an order.
 */
export const pages = {
  order: (orderId: number) => `/orders/${orderId}`,
  /** Where a guest sees their order. The token of their link is in the fragment, which no browser sends, so it is in no log. */
  guest: (orderId: number) => `/guest?order=${orderId}`,
  guestLink: (orderId: number, token: string) => `/guest?order=${orderId}#${token}`,
  confirm: (paymentId: string) => `/payments/${paymentId}/confirm`,
  receipt: (paymentId: string) => `/payments/${paymentId}/receipt`,
};
