import { declineCodes } from "@till/contracts";
import { formatMoney } from "../money.ts";
import type { MessageTemplate } from "./message.ts";

export const paymentDeclined: MessageTemplate = ({ orderId, amount, currency, declineCode, locale }) => ({
  email: {
    subject: "Payment Declined",
    body: `The payment of ${formatMoney(amount, currency, locale)} for your order #${orderId} was declined. ${declineCodes[declineCode ?? "generic_decline"]}`,
  },
  sms: { text: `The payment for order #${orderId} was declined.` },
});
