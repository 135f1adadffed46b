import type { EventType } from "@till/contracts";
import type { Message, MessageFacts, MessageTemplate } from "./message.ts";
import { orderCancelled } from "./order-cancelled.ts";
import { orderRefunded } from "./order-refunded.ts";
import { orderPaid } from "./order-paid.ts";

/** Which event tells the customer something, and what. An event that is not here sends no message. */
const messages: { readonly [Type in EventType]?: MessageTemplate } = {
  "order.paid": orderPaid,
  "order.cancelled": orderCancelled,
  "order.refunded": orderRefunded,
};

/** The events that send messages. */
export const messageEvents = Object.keys(messages) as EventType[];

/** What to tell the customer of an event. */
export function renderMessage({ type, ...facts }: MessageFacts & { type: EventType }): Message {
  const template = messages[type];
  if (!template) throw new Error(`The event ${type} has no message.`);
  return template(facts);
}
