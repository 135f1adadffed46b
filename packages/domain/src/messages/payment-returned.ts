import { formatMoney } from "../money.ts";
import type { MessageTemplate } from "./message.ts";

/** The order did not need the money any more when it came: it was paid otherwise, or cancelled. */
export const paymentReturned: MessageTemplate = ({ orderId, amount, currency, locale }) => {
  const money = formatMoney(amount, currency, locale);
  return {
    email: {
      subject: "Payment Returned",
      body: `A payment of ${money} for your order #${orderId} was declined first, and came through late. Your order did not need it any more, so the money goes back to you.`,
    },
    sms: { text: `A late payment of ${money} for order #${orderId} goes back to you.` },
  };
};
