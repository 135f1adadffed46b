import { formatMoney } from "../money.ts";
import type { MessageTemplate } from "./message.ts";

export const orderPaid: MessageTemplate = ({ orderId, amount, currency, locale }) => ({
  email: {
    subject: "Order Confirmed",
    body: `Your order #${orderId} is paid. Amount: ${formatMoney(amount, currency, locale)}`,
  },
  sms: { text: `Order #${orderId} paid successfully.` },
});
