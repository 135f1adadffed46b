import {
  type Actor,
  type CommandName,
  type OpenStatus,
  type Party,
  type Transition,
  isForMethod,
  transitions,
} from "@till/domain";
import { paymentMethods } from "@till/contracts";
import { type SQL, and, gt, isNull, lte, or, sql } from "drizzle-orm";
import { constant, words } from "../schema/columns.ts";
import { orders, payments } from "../schema/schema.ts";
import type { Given } from "../statements/statement.ts";

/** The actor who gives a command, and the time. */
type Asking = Given<{ readonly actorRole: Actor["role"]; readonly actorId: string; readonly now: string }>;

/** The condition on `orders` under which the transition table allows the actor this command now. */
export function legal(command: CommandName, given: Asking): SQL {
  const allowed = transitions
    .filter((transition) => transition.command === command)
    .map((transition) => and(holds(transition, given.now), isParty(transition.by, given)));
  return or(...allowed) ?? sql`FALSE`;
}

/** The status is written out, not bound, so that SQLite can match it with the condition of a partial index. */
function holds(transition: Transition, now: Asking["now"]): SQL | undefined {
  const { from, expiry, openAttempt, attemptsBelow } = transition;
  const methods = paymentMethods.filter((method) => isForMethod(transition, method));
  return and(
    sql`${orders.status} = ${words([from])}`,
    methods.length < paymentMethods.length ? sql`${orders.paymentMethod} IN (${words(methods)})` : undefined,
    expiry === "before" ? or(isNull(orders.expiresAt), gt(orders.expiresAt, now)) : undefined,
    expiry === "after" ? lte(orders.expiresAt, now) : undefined,
    isOpenAttempt(openAttempt),
    attemptsBelow === undefined ? undefined : sql`${attemptsOfOrder} < ${constant(attemptsBelow)}`,
  );
}

/** How many attempts to pay an order has had. The limit of attempts bounds the work of counting them. */
export const attemptsOfOrder = sql`(SELECT count(*) FROM ${payments} AS earlier WHERE earlier.order_id = ${orders.id})`;

/** The statuses match the index `payments_one_open`, which finds the attempt. */
function isOpenAttempt(allowed: readonly OpenStatus[]): SQL {
  const open = sql`FROM ${payments} AS attempt WHERE attempt.order_id = ${orders.id} AND attempt.status IN ('REQUIRES_ACTION', 'PROCESSING')`;
  if (allowed.every((status) => status === null)) return sql`NOT EXISTS (SELECT 1 ${open})`;
  return sql`coalesce((SELECT attempt.status ${open}), '') IN (${words(allowed.map((status) => status ?? ""))})`;
}

/** The domain's rule in SQL: a customer is a party as the owner of the order, everybody else by role. */
function isParty(parties: readonly Party[], { actorRole, actorId }: Asking) {
  const others = parties.filter((party) => party !== "owner");
  return or(
    parties.includes("owner") ? sql`(${actorRole} = 'customer' AND ${orders.userId} = ${actorId})` : undefined,
    others.length > 0 ? sql`${actorRole} IN (${words(others)})` : undefined,
  );
}
