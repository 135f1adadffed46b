import {
  type Channel,
  type EventType,
  type Order,
  type OrderEvent,
  type Payment,
  channelNames,
  declineCodes,
  paymentMethodTable,
} from "@till/contracts";
import { type Actor, till } from "./actor.ts";
import { describeSource } from "./describe-source.ts";
import { formatMoney } from "./money.ts";

/** An event of an order as it was written, with the payment that it is about. */
export interface EventFacts {
  readonly type: EventType;
  readonly at: string;
  readonly actorRole: Actor["role"];
  readonly actorId: string;
  readonly reason: string | null;
  readonly amount: number | null;
  readonly payment: Payment | null;
}

/** A message of an order that has been sent. */
export interface SentMessage {
  readonly channel: Channel;
  readonly recipient: string;
  readonly sentAt: string;
}

/** A message of an order that was given up, and why. */
export interface FailedMessage {
  readonly channel: Channel;
  readonly recipient: string;
  readonly failedAt: string;
  readonly error: string;
}

interface Story extends Pick<Order, "id" | "items" | "totalAmount" | "currency" | "paymentMethod"> {
  /** Whom the order is for. */
  readonly customerName: string;
}

/** The timeline of an order: what happened to it, and which messages were sent or given up, in the order of time. */
export function tellTimeline(
  order: Story,
  events: readonly EventFacts[],
  sent: readonly SentMessage[],
  failed: readonly FailedMessage[] = [],
): OrderEvent[] {
  const happened = events.map((event): OrderEvent => ({
    type: event.type,
    orderId: order.id,
    at: event.at,
    actor: { role: event.actorRole, id: event.actorId },
    text: tell(order, event),
    payment: event.payment,
    amount: event.amount,
    reason: event.reason,
    message: null,
  }));
  const messageEvent = (type: "message.sent" | "message.failed", at: string, message: MessageOf, text: string) => ({
    type,
    orderId: order.id,
    at,
    actor: till,
    text,
    payment: null,
    amount: null,
    reason: null,
    message: { channel: message.channel, recipient: message.recipient },
  });
  const messages = [
    ...sent.map((message) =>
      messageEvent("message.sent", message.sentAt, message, `${nameOf(message)} sent to ${message.recipient}.`),
    ),
    ...failed.map((message) => {
      const text = `${nameOf(message)} to ${message.recipient} was not sent: ${message.error}`;
      return messageEvent("message.failed", message.failedAt, message, text);
    }),
  ];
  return interleave(happened, messages);
}

type MessageOf = Pick<SentMessage, "channel" | "recipient">;

const nameOf = ({ channel }: MessageOf) => channelNames[channel];

/** Events keep the order in which they were written, even if their clocks differ. Messages go between them by time. */
export function interleave<Told extends { readonly at: string }>(
  happened: readonly Told[],
  others: readonly Told[],
): Told[] {
  let latest = "";
  const timed = happened.map((event) => {
    latest = event.at > latest ? event.at : latest;
    return { event, time: latest };
  });
  // The sort is stable: within the same time, events come before what tells of them.
  return [...timed, ...others.map((event) => ({ event, time: event.at }))]
    .toSorted((a, b) => (a.time < b.time ? -1 : Number(a.time > b.time)))
    .map(({ event }) => event);
}

const who: Record<Actor["role"], string> = { customer: "the customer", staff: "the shop", system: "Till" };

/** Who of the shop placed an order for somebody else. */
const placedBy = (actorId: string) => (actorId.startsWith("key_") ? "the shop's program" : "the shop");

const because = (reason: string | null) => (reason === null ? "." : `: ${reason}`);

function tell(order: Story, { type, actorRole, actorId, reason, amount, payment }: EventFacts): string {
  const money = (minor: number | null) => formatMoney(minor ?? 0, order.currency);
  switch (type) {
    case "order.created": {
      const pieces = order.items.reduce((sum, { quantity }) => sum + quantity, 0);
      const placed = actorRole === "customer" ? "" : ` by ${placedBy(actorId)} for ${order.customerName}`;
      return `Order placed${placed}: ${pieces} ${pieces === 1 ? "item" : "items"}, ${money(order.totalAmount)}, ${paymentMethodTable[order.paymentMethod].toBePaid}.`;
    }
    case "order.paid":
      return `Paid ${money(order.totalAmount)}${by(payment)}.`;
    case "payment.failed":
      return `Payment${by(payment)} failed.${payment?.declineCode ? ` ${declineCodes[payment.declineCode]}` : ""}`;
    case "payment.action_required":
      return `Payment${by(payment)} waits to be confirmed with the bank.`;
    case "payment.processing":
      return `Payment${by(payment)} is being processed.`;
    case "payment.returned":
      return `Payment${by(payment)} came through late, after it had failed. ${money(amount)} goes back to the customer.`;
    case "refund.requested":
      return payment
        ? `Payment${by(payment)} came through late, after it had failed. ${money(amount)} is to go back to the customer.`
        : `Refund of ${money(amount)} requested${because(reason)}`;
    case "refund.failed":
      return `The refund of ${money(amount)} failed${because(reason)}`;
    case "refund.retried":
      return `The refund of ${money(amount)} is tried again.`;
    case "refund.dropped":
      return `The refund of ${money(amount)} was dropped${because(reason)}`;
    case "order.refunded":
      return `Refunded ${money(amount)}${because(reason)}`;
    case "order.cancelled":
      if (actorRole === "system") return `Cancelled, because ${paymentMethodTable[order.paymentMethod].whyExpired}.`;
      return `Cancelled by ${who[actorRole]}${because(reason)}`;
  }
}

const by = (payment: Payment | null) => (payment ? ` with ${describeSource(payment.source)}` : "");
