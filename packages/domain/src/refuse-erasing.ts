import type { ErasureObstacle, RefusalDetails } from "@till/contracts";
import { refusal } from "./refusal.ts";

/** What is still going on, and what to do about it. */
const obstacles: Record<ErasureObstacle, (order: string) => string> = {
  ORDER_OPEN: (order) => `${order} is not paid yet. Cancel it or wait for its payment, then erase again.`,
  PAYMENT_PROCESSING: (order) => `A payment of ${order} is being processed. Wait until it has ended, then erase again.`,
  REFUND_PENDING: (order) => `A refund of ${order} waits for the gateway. Wait for its answer, then erase again.`,
  MESSAGE_DUE: (order) => `A message about ${order} is still to be sent. Try again when it is.`,
  WEBHOOK_BEING_SENT: (order) => `A webhook about ${order} is being sent just now. Try again in a few minutes.`,
};

/** The sentences of the refusals about the data of one customer. */
export const refuseErasing = {
  customerNotFound: (customerId: string) =>
    refusal("CUSTOMER_NOT_FOUND", `There is no customer ${customerId}: nobody with this id has placed an order.`, {
      customerId,
    }),

  customerNotErasable: (details: RefusalDetails<"CUSTOMER_NOT_ERASABLE">) => {
    const order = details.problem === "ORDER_OPEN" ? `Order #${details.orderId}` : `order #${details.orderId}`;
    return refusal("CUSTOMER_NOT_ERASABLE", obstacles[details.problem](order), details);
  },
};
