import { type Action, type Order, type OrderStatus, type PaymentMethod, actions } from "@till/contracts";
import type { Actor } from "./actor.ts";

/** Who may give a command on an order: its customer, the shop's staff, or Till itself. */
export type Party = "owner" | "staff" | "system";

/** One legal step in the life of an order. */
export interface Transition {
  readonly command: CommandName;
  readonly from: OrderStatus;
  readonly to: OrderStatus;
  readonly by: readonly Party[];
  /** Only for orders that are paid this way. */
  readonly paymentMethod?: PaymentMethod;
  /** Only before the order's `expiresAt`, or only from then on. */
  readonly expiry?: "before" | "after";
}

export const commandNames = ["create", "pay", "cancel", "expire"] as const;
export type CommandName = (typeof commandNames)[number];

/**
 * Which command is legal in which status. Everything that depends on it is drawn from here: the SQL guard of each
 * command, the sentence of a refusal, `actions` on an order, the documentation.
 */
export const transitions: readonly Transition[] = [
  { command: "pay", from: "PENDING", to: "PAID", by: ["owner"], paymentMethod: "ONLINE", expiry: "before" },
  { command: "cancel", from: "PENDING", to: "CANCELLED", by: ["owner", "staff"] },
  { command: "expire", from: "PENDING", to: "CANCELLED", by: ["system"], paymentMethod: "ONLINE", expiry: "after" },
];

/** The `cancelReason` of an order whose time to pay ran out. */
export const expiredReason = "EXPIRED";

/** What the rules need to know of an order. */
export type OrderState = Pick<Order, "id" | "userId" | "status" | "paymentMethod" | "expiresAt" | "cancelReason">;

/** Whether the time to pay an order is over. `now` is ISO 8601 with milliseconds, like every time in Till. */
export const isExpired = (order: Pick<OrderState, "expiresAt">, now: string): boolean =>
  order.expiresAt !== null && order.expiresAt <= now;

/** Whether this actor is one of the parties that a transition names. */
export function isParty(actor: Actor, order: Pick<OrderState, "userId">, parties: readonly Party[]): boolean {
  if (actor.role === "customer") return parties.includes("owner") && actor.id === order.userId;
  return parties.includes(actor.role);
}

/** Whether an actor may see an order at all: its owner and staff may. */
export const maySee = (order: Pick<OrderState, "userId">, actor: Actor): boolean =>
  isParty(actor, order, ["owner", "staff", "system"]);

/** What this actor may do next with an order, in the order of the contract. */
export function availableActions(order: OrderState, actor: Actor, now: string): Action[] {
  const phase = isExpired(order, now) ? "after" : "before";
  const open = transitions.filter(
    (transition) =>
      transition.from === order.status &&
      isParty(actor, order, transition.by) &&
      (transition.paymentMethod ?? order.paymentMethod) === order.paymentMethod &&
      (transition.expiry ?? phase) === phase,
  );
  return actions.filter((action) => open.some(({ command }) => command === action));
}
