import { formatMoney } from "../money.ts";
import type { MessageTemplate } from "./message.ts";

/** For cash on delivery only: the confirmation of an ONLINE order is the message about its payment. */
export const orderReceived: MessageTemplate = ({ orderId, amount, currency, locale }) => ({
  email: {
    subject: "Order Received",
    body: `We have your order #${orderId}. To pay in cash on delivery: ${formatMoney(amount, currency, locale)}`,
  },
  sms: { text: `We have your order #${orderId}. To pay in cash: ${formatMoney(amount, currency, locale)}.` },
});
