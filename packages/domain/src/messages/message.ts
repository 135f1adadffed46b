import type { Currency, DeclineCode, PaymentMethod } from "@till/contracts";
import type { Shop } from "../shop.ts";

/** What a message may tell of an order. */
export interface MessageFacts {
  readonly orderId: number;
  /** What was paid, or given back, in minor units. */
  readonly amount: number;
  /** What the whole order comes to, in minor units. */
  readonly totalAmount: number;
  readonly currency: Currency;
  readonly paymentMethod: PaymentMethod;
  readonly customerName: string;
  readonly declineCode: DeclineCode | null;
}

/** A message as the customer gets it, by channel. */
export interface Message {
  readonly email: { readonly subject: string; readonly body: string };
  readonly sms: { readonly text: string };
}

export type MessageTemplate = (facts: MessageFacts & Pick<Shop, "locale">) => Message;
