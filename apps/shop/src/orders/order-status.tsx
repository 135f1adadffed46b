import { Badge } from "@mantine/core";
import { type Order, limits, paymentMethodTable } from "@till/contracts";
import { openPayment } from "@till/domain/transitions";
import {
  type Icon,
  IconCashBanknote,
  IconCircleCheck,
  IconCircleX,
  IconClockHour4,
  IconCreditCard,
  IconCreditCardOff,
  IconHourglass,
  IconReceiptRefund,
  IconShieldQuestion,
} from "@tabler/icons-react";
import { formatMoney, formatTime } from "../format.ts";
import { useTillNow } from "../till-time.ts";

/** The status of an order for people: a label for lists, and its meaning. */
export interface StatusStory {
  label: string;
  title: string;
  text: string;
  color: string;
  icon: Icon;
}

/** Explains the status of an order. `now` is in milliseconds since 1970. */
export function tellStatus(order: Order, now: number): StatusStory {
  switch (order.status) {
    case "PENDING":
      return paymentMethodTable[order.paymentMethod].usesGateway ? tellUnpaid(order, now) : tellCod(order, now);
    case "PAID":
      return tellPaid(order);
    case "CANCELLED":
      return {
        label: "Cancelled",
        title: "Cancelled",
        text:
          order.cancelCause === "EXPIRED"
            ? `Its items returned to stock, because ${paymentMethodTable[order.paymentMethod].whyExpired}. Nothing was charged.`
            : `Nothing was charged.${order.cancelReason === null ? "" : ` Reason: ${order.cancelReason}`}`,
        color: "gray",
        icon: IconCircleX,
      };
    case "REFUNDED":
      return {
        label: "Refunded",
        title: "Refunded",
        text: `${formatMoney(order.refundedAmount, order.currency)} was refunded to the original payment method.`,
        color: "grape",
        icon: IconReceiptRefund,
      };
  }
}

const isOver = ({ expiresAt }: Order, now: number) => expiresAt !== null && new Date(expiresAt).getTime() <= now;

const reservedUntil = ({ expiresAt }: Order) =>
  expiresAt === null ? "" : `Your items are reserved for you until ${formatTime(expiresAt)}.`;

const tellCod = (order: Order, now: number): StatusStory => ({
  label: "Pay in cash",
  title: "Your order is placed",
  text: `Have ${formatMoney(order.totalAmount, order.currency)} ready in cash when it arrives. ${isOver(order, now) ? "" : reservedUntil(order)}`.trim(),
  color: "blue",
  icon: IconCashBanknote,
});

function tellUnpaid(order: Order, now: number): StatusStory {
  const attempt = openPayment(order);
  // Till confirms some attempts on its own page. Of the others the gateway tells where.
  if (attempt?.status === "REQUIRES_ACTION" || attempt?.nextAction) {
    return {
      label: "To confirm",
      title: "Confirm the payment with your bank",
      text: "Your bank asks you to confirm that it is you. Nothing is charged before that.",
      color: "yellow",
      icon: IconShieldQuestion,
    };
  }
  if (attempt?.status === "PROCESSING") {
    return {
      label: "Processing",
      title: "Your payment is being processed",
      text: "This takes a few seconds. This page updates by itself.",
      color: "blue",
      icon: IconHourglass,
    };
  }
  if (isOver(order, now)) {
    return {
      label: "Expired",
      title: "The time to pay has ended",
      text: "The order is about to be cancelled. To buy the same, place a new order.",
      color: "gray",
      icon: IconClockHour4,
    };
  }
  if (order.payments.length >= limits.paymentAttempts) {
    return {
      label: "Not paid",
      title: "No more attempts to pay",
      text: `${limits.paymentAttempts} attempts to pay have failed, and no more are taken. Nothing was charged. Cancel the order and place it again, or ask the shop.`,
      color: "red",
      icon: IconCreditCardOff,
    };
  }
  return {
    label: "To pay",
    title: "Waiting for your payment",
    text: reservedUntil(order),
    color: "yellow",
    icon: IconCreditCard,
  };
}

function tellPaid({ refundedAmount, pendingRefundAmount, totalAmount, currency, paidAt }: Order): StatusStory {
  const paid = `${formatMoney(totalAmount, currency)} paid${paidAt === null ? "" : ` on ${formatTime(paidAt)}`}`;
  const pending =
    pendingRefundAmount === 0 ? "" : ` A refund of ${formatMoney(pendingRefundAmount, currency)} is pending.`;
  if (refundedAmount > 0) {
    return {
      label: "Partly refunded",
      title: "Paid, and partly refunded",
      text: `${paid}; ${formatMoney(refundedAmount, currency)} refunded.${pending}`,
      color: "grape",
      icon: IconReceiptRefund,
    };
  }
  return {
    label: "Paid",
    title: "Paid. Thank you!",
    text: `${paid}.${pending}`,
    color: "green",
    icon: IconCircleCheck,
  };
}

/** The status of an order in a list. */
export function StatusBadge({ order }: { order: Order }) {
  const { label, color, icon: Symbol } = tellStatus(order, useTillNow());
  return (
    <Badge variant="light" color={color} size="lg" tt="none" leftSection={<Symbol size={14} aria-hidden />}>
      {label}
    </Badge>
  );
}
