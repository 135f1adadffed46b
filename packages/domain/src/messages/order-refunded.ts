import { formatMoney } from "../money.ts";
import type { MessageTemplate } from "./message.ts";

/** A refund of the whole order says that the order was refunded. A part says how much of it was. */
export const orderRefunded: MessageTemplate = ({ orderId, amount, totalAmount, currency, locale }) => {
  const money = formatMoney(amount, currency, locale);
  const isWhole = amount === totalAmount;
  return {
    email: {
      subject: "Order Refunded",
      body: isWhole
        ? `Your order #${orderId} has been refunded. Amount: ${money}`
        : `${money} of your order #${orderId} has been refunded.`,
    },
    sms: {
      text: isWhole ? `Order #${orderId} refunded: ${money}.` : `${money} of your order #${orderId} has been refunded.`,
    },
  };
};
