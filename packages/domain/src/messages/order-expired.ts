import { paymentMethodTable } from "@till/contracts";
import type { MessageTemplate } from "./message.ts";

export const orderExpired: MessageTemplate = ({ orderId, paymentMethod }) => {
  const why = paymentMethodTable[paymentMethod].whyExpired;
  const sentence = `Your order #${orderId} has been cancelled. ${why.charAt(0).toUpperCase()}${why.slice(1)}`;
  return {
    email: { subject: "Order Cancelled", body: `${sentence}; you are welcome to place it again.` },
    sms: { text: `${sentence}.` },
  };
};
