import type { Order, Refusal } from "@till/contracts";
import { isGuestId, pages, refuse } from "@till/domain";
import { isLocalUrl } from "../local-address.ts";
import type { Work } from "../work/work.ts";

type Allowing = Pick<Work, "config" | "origin">;

/**
 * Why a customer may not be led to this URL; null if they may. Till's own pages and those of the hosts that the settings
 * name are allowed, and in a sandbox those of this machine, where somebody builds a shop.
 */
export function whyNotReturnTo(returnUrl: string, { config, origin }: Allowing): Refusal | null {
  const url = new URL(returnUrl);
  if (url.origin === origin || (config.SANDBOX && isLocalUrl(url))) return null;
  if (!config.RETURN_HOSTS.includes(url.host)) return refuse.returnHostForbidden(url.host);
  return url.protocol === "https:" ? null : refuse.returnNotHttps(url.host);
}

/** An order, as far as the way back to its shop depends on it. */
type Subject = Pick<Order, "id" | "userId" | "returnUrl">;

/**
 * Where 3-D Secure leads back to in the shop that placed the order; null if that named no page, or one that is not
 * allowed any more: the settings may have changed since.
 */
export function returnTo({ id, returnUrl }: Omit<Subject, "userId">, paymentId: string, work: Allowing): string | null {
  if (returnUrl === null || whyNotReturnTo(returnUrl, work) !== null) return null;
  const url = new URL(returnUrl);
  url.searchParams.set("order", String(id));
  url.searchParams.set("payment", paymentId);
  return url.href;
}

/** The page of an order in Till's own shop. A guest has a page of their own, because they can't sign in. */
export const pageOf = ({ id, userId }: Pick<Order, "id" | "userId">): string =>
  isGuestId(userId) ? pages.guest(id) : pages.order(id);
