import type { Order } from "@till/client";
import type { Told } from "./shop.ts";

type Outcome = Told["outcome"];

/** What a shop can truly say about an order. “Pending” is no lie while the shop has not heard, but it is none for good. */
export function truthsOf({ status, payments }: Pick<Order, "status" | "payments">, isFinal: boolean): Outcome[] {
  const maybe: Outcome[] = isFinal ? [] : ["pending"];
  switch (status) {
    case "PAID":
    case "REFUNDED":
      return ["paid", ...maybe];
    case "CANCELLED":
      return ["cancelled", "declined"];
    case "PENDING":
      return payments.some((payment) => payment.status === "REQUIRES_ACTION")
        ? ["confirm", ...maybe]
        : ["declined", ...maybe];
  }
}

/** What is wanted of the orders of one purchase. */
export interface WantedOrders {
  /** How many of them are charged. */
  readonly charges: number;
}

/** What is wrong with the orders of one purchase and with what the shop said about them, as the middle of a sentence. */
export function wrongWith(
  orders: readonly Order[],
  told: readonly (Told | null)[],
  { charges }: WantedOrders,
): string[] {
  const charged = orders.flatMap(({ payments }) => payments).filter(({ status }) => status === "SUCCEEDED").length;
  const wrong: string[] = [];
  if (orders.length !== 1) wrong.push(`there are ${orders.length} orders instead of one`);
  if (charged !== charges) wrong.push(`the customer was charged ${times(charged)} instead of ${times(charges)}`);
  const [order] = orders;
  if (order !== undefined && orders.length === 1) wrong.push(...told.flatMap((one) => lieAbout(order, one)));
  return [...new Set(wrong)];
}

function lieAbout(order: Order, told: Told | null): string[] {
  if (told === null) return [`the customer saw an error, and order #${order.id} is ${stateOf(order)}`];
  if (told.orderId !== undefined && told.orderId !== order.id)
    return [`your server named order #${told.orderId} instead of #${order.id}`];
  return tellLie(order, told, truthsOf(order, false));
}

/** What is wrong with what a shop says once it must know. */
export const lieInTheEnd = (order: Order, told: Told): string[] => tellLie(order, told, truthsOf(order, true));

const tellLie = (order: Order, { outcome }: Told, truths: readonly Outcome[]): string[] =>
  truths.includes(outcome) ? [] : [`your server said “${outcome}”, and order #${order.id} is ${stateOf(order)}`];

function stateOf({ status, payments }: Order): string {
  const attempt = payments.at(-1);
  return status === "PENDING" && attempt ? `${status} with an attempt that is ${attempt.status}` : status;
}

const times = (count: number): string => (count === 0 ? "not at all" : count === 1 ? "once" : `${count} times`);
