import type { MessageTemplate } from "./message.ts";

export const orderExpired: MessageTemplate = ({ orderId }) => ({
  email: {
    subject: "Order Cancelled",
    body: `Your order #${orderId} has been cancelled. It was not paid in time; you are welcome to place it again.`,
  },
  sms: { text: `Your order #${orderId} has been cancelled. It was not paid in time.` },
});
