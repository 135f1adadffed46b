import type { OrderFor } from "@till/contracts";
import { type Actor, isReservedId } from "./actor.ts";
import { refuse } from "./refuse.ts";
import { type Result, ok, refused } from "./result.ts";

/** Whose order it will be: the caller's own, a known customer's, or that of a guest who gets an id with it. */
export type Buyer =
  | { readonly kind: "self" }
  | { readonly kind: "known"; readonly id: string }
  | { readonly kind: "guest"; readonly name: string; readonly email: string | null; readonly phone: string | null };

/**
 * Says whose order a new order is. Customers order for themselves, everybody else for somebody whom they name. An id that
 * Till gives itself names no customer: a second order for the same guest would be open to the link of the first.
 */
export function buyerOf(actor: Pick<Actor, "role">, customer: OrderFor | undefined): Result<Buyer> {
  if (actor.role === "customer") return customer ? refused(refuse.customerNamed()) : ok({ kind: "self" });
  if (!customer) return refused(refuse.customerNotNamed());
  const { id, name = "", email = null, phone = null } = customer;
  if (id === undefined) return ok({ kind: "guest", name, email, phone });
  return isReservedId(id) ? refused(refuse.customerNotFound(id)) : ok({ kind: "known", id });
}
