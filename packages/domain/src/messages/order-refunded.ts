import { formatMoney } from "../money.ts";
import type { MessageTemplate } from "./message.ts";

export const orderRefunded: MessageTemplate = ({ orderId, amount, currency }) => ({
  email: {
    subject: "Order Refunded",
    body: `Your order #${orderId} has been refunded. Amount: ${formatMoney(amount, currency)}`,
  },
  sms: { text: `Order #${orderId} refunded: ${formatMoney(amount, currency)}.` },
});
