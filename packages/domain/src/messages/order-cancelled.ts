import type { MessageTemplate } from "./message.ts";

export const orderCancelled: MessageTemplate = ({ orderId }) => ({
  email: { subject: "Order Cancelled", body: `Your order #${orderId} has been cancelled.` },
  sms: { text: `Your order #${orderId} has been cancelled.` },
});
