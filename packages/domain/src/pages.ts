/**
 * Paths of pages. Till serves those of a payment, and its random id gives access to them: only the customer and staff see
 * that id. The shop serves the page of an order.
 */
export const pages = {
  order: (orderId: number) => `/orders/${orderId}`,
  confirm: (paymentId: string) => `/payments/${paymentId}/confirm`,
  receipt: (paymentId: string) => `/payments/${paymentId}/receipt`,
};
