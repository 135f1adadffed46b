import type { Channel, EventType } from "@till/contracts";
import type { MessageFacts, MessageTemplate } from "./message.ts";
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

/** What a message says on its channel: an email has a subject, an SMS has none. */
export interface Wording {
  readonly subject: string | null;
  readonly text: string;
}

/** What to tell the customer of an event, on one channel. */
export function renderMessage({
  type,
  channel,
  ...facts
}: MessageFacts & { type: EventType; channel: Channel }): Wording {
  const template = messages[type];
  if (!template) throw new Error(`The event ${type} has no message.`);
  const { email, sms } = template(facts);
  switch (channel) {
    case "EMAIL":
      return { subject: email.subject, text: email.body };
    case "SMS":
      return { subject: null, text: sms.text };
  }
}
