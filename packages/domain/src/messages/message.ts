import type { Currency } from "@till/contracts";

/** What a message may tell of an order. */
export interface MessageFacts {
  readonly orderId: number;
  readonly amount: number;
  readonly currency: Currency;
}

/** A message as the customer gets it, by channel. */
export interface Message {
  readonly email: { readonly subject: string; readonly body: string };
  readonly sms: { readonly text: string };
}

export type MessageTemplate = (facts: MessageFacts) => Message;
