import type { Refusal } from "@till/contracts";
import type { Actor } from "./actor.ts";
import { refuse } from "./refuse.ts";
import {
  type CommandName,
  type OrderState,
  availableActions,
  isExpired,
  isForMethod,
  isLegal,
  isParty,
  openPayment,
  openStatus,
  transitions,
} from "./transitions.ts";

/**
 * Says why a command on this order was refused, from the same table that guards it in SQL. Call it only for an order
 * that the actor may see; that the table allows the command after all is a broken invariant and throws.
 */
export function explainRefusal(command: CommandName, order: OrderState, actor: Actor, now: string): Refusal {
  if (isLegal(command, order, actor, now))
    throw new Error(`The command ${command} on order #${order.id} was refused, yet it is legal.`);

  const actions = availableActions(order, actor, now);
  const fromHere = transitions.filter(
    (transition) => transition.command === command && transition.from === order.status,
  );
  if (fromHere.length === 0)
    return command === "refund"
      ? refuse.orderNotRefundable(order, actions)
      : refuse.orderNotPending(order, now, actions);

  const paidThisWay = fromHere.filter((transition) => isForMethod(transition, order.paymentMethod));
  if (paidThisWay.length === 0) return refuse.wrongPaymentMethod(order, actions);

  if (!paidThisWay.some(({ by }) => isParty(actor, order, by)))
    return refuse.forbidden([paidThisWay.some(({ by }) => by.includes("owner")) ? "customer" : "staff"]);

  const open = openPayment(order);
  if (open && !paidThisWay.some(({ openAttempt }) => openAttempt.includes(openStatus(order))))
    return refuse.paymentInProgress(order, open, actions);

  const isSpent = paidThisWay.every(({ attemptsBelow = Infinity }) => order.payments.length >= attemptsBelow);
  if (isSpent && !isExpired(order, now)) return refuse.tooManyAttempts(order, actions);

  return refuse.orderNotPending(order, now, actions);
}
