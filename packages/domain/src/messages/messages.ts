import { type Channel, type EventType, type PaymentMethod, paymentMethodTable } from "@till/contracts";
import type { CommandName } from "../transitions.ts";
import { cashCollected } from "./cash-collected.ts";
import { emailHtml } from "./email-layout.ts";
import type { MessageFacts, MessageTemplate } from "./message.ts";
import { orderCancelled } from "./order-cancelled.ts";
import { orderExpired } from "./order-expired.ts";
import { orderPaid } from "./order-paid.ts";
import { orderReceived } from "./order-received.ts";
import { orderRefunded } from "./order-refunded.ts";
import { paymentDeclined } from "./payment-declined.ts";
import { paymentReturned } from "./payment-returned.ts";
import type { Shop } from "../shop.ts";

/** Which event tells the customer something, and what. An event that is not here sends no message. */
const messages: { readonly [Type in EventType]?: MessageTemplate } = {
  "order.created": orderReceived,
  "order.paid": orderPaid,
  "order.cancelled": orderCancelled,
  "order.refunded": orderRefunded,
  "payment.failed": paymentDeclined,
  "payment.returned": paymentReturned,
};

/** The events that send messages. */
export const messageEvents = Object.keys(messages) as EventType[];

/** Whether customers get messages of such an event when their order is paid this way. */
export const isToldOf = (type: EventType, method: PaymentMethod): boolean =>
  type !== "order.created" || paymentMethodTable[method].isConfirmedWhenPlaced;

/**
 * How many messages about one order a customer gets on one channel within an hour, until such an event sends none.
 * Somebody who tries card after card must not make the shop send mail after mail. The other events happen once to an order.
 */
export const messagesPerHour: { readonly [Type in EventType]?: number } = {
  "payment.failed": 3,
  "payment.returned": 20,
  "order.refunded": 20,
};

/** Where a command makes its event another message. */
const messagesOfCommands: { readonly [Name in CommandName]?: MessageTemplate } = {
  collect: cashCollected,
  expire: orderExpired,
};

/** What a message says on its channel: an email has a subject and a rendered view, an SMS has neither. */
export interface Wording {
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
}

/** An event, and the channel that tells the customer of it. */
export type MessageEvent = MessageFacts & { type: EventType; command: CommandName; channel: Channel };

/**
 * What a shop tells the customer of an event, on one channel. `receiptUrl` is where the receipt of a payment is, if there
 * is one and its address is known.
 */
export function renderMessage(
  { type, command, channel, ...told }: MessageEvent,
  shop: Shop,
  receiptUrl: string | null = null,
): Wording {
  const facts = { ...told, locale: shop.locale };
  const template = messagesOfCommands[command] ?? messages[type];
  if (!template) throw new Error(`The event ${type} has no message.`);
  const { email, sms } = template(facts);
  switch (channel) {
    case "EMAIL": {
      const { subject, body } = email;
      const greeting = `Hello ${facts.customerName},`;
      const link = type === "order.paid" && receiptUrl !== null ? { url: receiptUrl, text: "View your receipt" } : null;
      const html = emailHtml({ subject, preview: sms.text, body, greeting, orderId: facts.orderId, link, shop });
      const text = [body, ...(link ? [`${link.text}: ${link.url}`] : []), signature(shop)].join("\n\n");
      return { subject, text: shop.signsMessages ? text : body, html };
    }
    case "SMS":
      return { subject: null, text: shop.signsMessages ? `${shop.name}: ${sms.text}` : sms.text, html: null };
  }
}

/** The last lines of an email's text: the shop, and where it helps. */
const signature = ({ name, support }: Shop) => (support === null ? name : `${name}\nQuestions? ${support}`);
