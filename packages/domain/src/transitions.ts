import {
  type Action,
  type Order,
  type OrderStatus,
  type Payment,
  type PaymentMethod,
  actions,
  limits,
  paymentMethodTable,
} from "@till/contracts";
import type { Actor } from "./actor.ts";

/** Who may give a command on an order: its customer, the shop's staff, or Till itself. */
export type Party = "owner" | "staff" | "system";

/** The state of the attempt to pay that is open, or null if none is. */
export type OpenStatus = "REQUIRES_ACTION" | "PROCESSING" | null;

/** One legal step in the life of an order. */
export interface Transition {
  readonly command: CommandName;
  readonly from: OrderStatus;
  /** Where it can lead: an attempt may also fail, and a refund may be of a part. */
  readonly to: readonly OrderStatus[];
  readonly by: readonly Party[];
  /** Only for orders whose payment goes through the gateway, or only for those whose payment does not. */
  readonly usesGateway?: boolean;
  /** Only before the order has had so many attempts to pay. */
  readonly attemptsBelow?: number;
  /** Only before the order's `expiresAt`, or only from then on. */
  readonly expiry?: "before" | "after";
  /** Only while the open attempt, if any, is one of these. */
  readonly openAttempt: readonly OpenStatus[];
}

export const commandNames = [
  "create",
  "pay",
  "replace",
  "confirm",
  "settle",
  "payLate",
  "returnLate",
  "collect",
  "cancel",
  "expire",
  "refund",
  "completeRefund",
  "failRefund",
  "retryRefund",
  "dropRefund",
] as const;
export type CommandName = (typeof commandNames)[number];

/**
 * Which command is legal in which state of an order. Everything that depends on it is drawn from here: the SQL guard
 * of each command, the sentence of a refusal, `actions` on an order, the documentation.
 *
 * An attempt that waits for the customer is closed when its order is cancelled or expires, or when they pay with another
 * source and say so (`replace`). One that is PROCESSING may
 * have moved money already: its order waits until it is settled. A free order that is paid is refunded like any other:
 * no money goes back, but its items can, and it is over. Staff may collect cash after the order's time to pay, as long as
 * it is not cancelled: the customer has handed it over. A payment that was declined and comes through late pays an
 * order that still waits for money. From any other order its money goes back (docs/decisions/0019). A refund that the
 * gateway has to take ends by its answer, and only that can make the order REFUNDED (docs/decisions/0023).
 */
export const transitions: readonly Transition[] = [
  {
    command: "pay",
    from: "PENDING",
    to: ["PAID", "PENDING"],
    by: ["owner"],
    usesGateway: true,
    attemptsBelow: limits.paymentAttempts,
    expiry: "before",
    openAttempt: [null],
  },
  {
    command: "replace",
    from: "PENDING",
    to: ["PAID", "PENDING"],
    by: ["owner"],
    usesGateway: true,
    attemptsBelow: limits.paymentAttempts,
    expiry: "before",
    openAttempt: [null, "REQUIRES_ACTION"],
  },
  {
    command: "confirm",
    from: "PENDING",
    to: ["PAID", "PENDING"],
    by: ["owner", "system"],
    usesGateway: true,
    openAttempt: ["REQUIRES_ACTION"],
  },
  {
    command: "settle",
    from: "PENDING",
    to: ["PAID", "PENDING"],
    by: ["system"],
    usesGateway: true,
    openAttempt: ["PROCESSING"],
  },
  { command: "payLate", from: "PENDING", to: ["PAID"], by: ["system"], usesGateway: true, openAttempt: [null] },
  ...(["PAID", "REFUNDED", "CANCELLED"] as const).map((status): Transition => ({
    command: "returnLate",
    from: status,
    to: [status],
    by: ["system"],
    usesGateway: true,
    openAttempt: [null],
  })),
  { command: "collect", from: "PENDING", to: ["PAID"], by: ["staff"], usesGateway: false, openAttempt: [null] },
  {
    command: "cancel",
    from: "PENDING",
    to: ["CANCELLED"],
    by: ["owner", "staff"],
    openAttempt: [null, "REQUIRES_ACTION"],
  },
  {
    command: "expire",
    from: "PENDING",
    to: ["CANCELLED"],
    by: ["system"],
    expiry: "after",
    openAttempt: [null, "REQUIRES_ACTION"],
  },
  { command: "refund", from: "PAID", to: ["PAID", "REFUNDED"], by: ["staff"], openAttempt: [null] },
  ...onRefunds("completeRefund", "system"),
  ...onRefunds("failRefund", "system"),
  // Till does so when the gateway tells that it has given back what counted as failed.
  ...onRefunds("retryRefund", "staff", "system"),
  ...onRefunds("dropRefund", "staff"),
];

/** A command on a refund that exists. It can be of a payment that came late, so the order may be over. */
function onRefunds(command: CommandName, ...by: readonly Party[]): Transition[] {
  return (["PAID", "REFUNDED", "CANCELLED"] as const).map((from) => ({
    command,
    from,
    to: command === "completeRefund" && from === "PAID" ? ["PAID", "REFUNDED"] : [from],
    by,
    openAttempt: [null],
  }));
}

/** The `cancelReason` of an order that was not paid in time. Its `cancelCause` says so: a person may type this word. */
export const expiredReason = "EXPIRED";

/** Whether a transition is for orders that are paid this way. */
export const isForMethod = ({ usesGateway }: Transition, method: PaymentMethod): boolean =>
  (usesGateway ?? paymentMethodTable[method].usesGateway) === paymentMethodTable[method].usesGateway;

/** What the rules need to know of an attempt to pay. */
export interface AttemptState extends Pick<Payment, "id" | "status"> {
  /** Where the customer confirms it with the bank, if a remote gateway has said. */
  readonly actionUrl?: string | null;
}

/** What the rules need to know of an order. */
export interface OrderState extends Pick<
  Order,
  | "id"
  | "userId"
  | "status"
  | "paymentMethod"
  | "expiresAt"
  | "cancelCause"
  | "currency"
  | "totalAmount"
  | "refundedAmount"
  | "pendingRefundAmount"
> {
  readonly payments: readonly AttemptState[];
}

/** The amount of an order that can still be refunded, in minor units, if it is paid. */
export const leftToRefund = ({
  totalAmount,
  refundedAmount,
  pendingRefundAmount,
}: Pick<OrderState, "totalAmount" | "refundedAmount" | "pendingRefundAmount">): number =>
  totalAmount - refundedAmount - pendingRefundAmount;

/** The attempt to pay that is not settled yet. An order has at most one. */
export const openPayment = <Attempt extends Pick<Payment, "status">>({
  payments,
}: {
  readonly payments: readonly Attempt[];
}): Attempt | undefined => payments.find(({ status }) => status === "REQUIRES_ACTION" || status === "PROCESSING");

/** The state of the open attempt. */
export function openStatus(order: Pick<OrderState, "payments">): OpenStatus {
  const status = openPayment(order)?.status;
  return status === "REQUIRES_ACTION" || status === "PROCESSING" ? status : null;
}

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

/** Whether the table allows this actor this command on an order now. */
export function isLegal(command: CommandName, order: OrderState, actor: Actor, now: string): boolean {
  const phase = isExpired(order, now) ? "after" : "before";
  return transitions.some(
    (transition) =>
      transition.command === command &&
      transition.from === order.status &&
      isParty(actor, order, transition.by) &&
      isForMethod(transition, order.paymentMethod) &&
      (transition.expiry ?? phase) === phase &&
      order.payments.length < (transition.attemptsBelow ?? Infinity) &&
      transition.openAttempt.includes(openStatus(order)),
  );
}

/** What this actor may do next with an order, in the order of the contract. */
export const availableActions = (order: OrderState, actor: Actor, now: string): Action[] =>
  actions.filter((action) => isLegal(action, order, actor, now));
