import * as z from "zod";

/** One way to pay for an order. */
interface PaymentMethodRow {
  /** Its name, for people. */
  readonly name: string;
  /** Whether the gateway takes the money. If not, staff take it and mark the order as collected. */
  readonly usesGateway: boolean;
  /** The setting for how long an order may stay unpaid, and the unit of its value in milliseconds. */
  readonly timeToPay: { readonly setting: string; readonly unitMs: number };
  /** Whether the customer gets a message when the order is placed. If not, the first message is about the payment. */
  readonly isConfirmedWhenPlaced: boolean;
  /** How an order is to be paid: "Order placed, …". */
  readonly toBePaid: string;
  /** Why it can't be paid in the other way: "Order #42 …". */
  readonly notOtherwise: string;
  /** Why it was cancelled when its time was over: "It was cancelled, because …". */
  readonly whyExpired: string;
}

/**
 * The ways to pay for an order. All that depends on the way to pay is drawn from here: the rules and their SQL, the
 * time limits, messages, sentences, labels and documents.
 */
export const paymentMethodTable = {
  COD: {
    name: "Cash on delivery",
    usesGateway: false,
    timeToPay: { setting: "COD_TTL_HOURS", unitMs: 3_600_000 },
    isConfirmedWhenPlaced: true,
    toBePaid: "to be paid in cash on delivery",
    notOtherwise: "is paid in cash on delivery. There is nothing to pay online.",
    whyExpired: "its cash was not collected in time",
  },
  ONLINE: {
    name: "Online",
    usesGateway: true,
    timeToPay: { setting: "ORDER_TTL_MINUTES", unitMs: 60_000 },
    isConfirmedWhenPlaced: false,
    toBePaid: "to be paid online",
    notOtherwise: "is paid online. There is no cash to collect.",
    whyExpired: "it was not paid in time",
  },
} as const satisfies Record<string, PaymentMethodRow>;

export type PaymentMethod = keyof typeof paymentMethodTable;

/** How an order is paid. Chosen when the order is created. */
export const paymentMethods = Object.keys(paymentMethodTable) as [PaymentMethod, ...PaymentMethod[]];
export const paymentMethodSchema = z.enum(paymentMethods).meta({
  id: "PaymentMethod",
  description: `How an order is paid: ${Object.entries(paymentMethodTable)
    .map(([method, { name }]) => `${method} (${name.toLowerCase()})`)
    .join(" or ")}.`,
});
