import type { Difference } from "@till/contracts";
import { type AuditedEvent, toAuditEvent } from "./audited-event.ts";
import type { OrderDifference } from "./event-faults.ts";
import type { ExpectedOrder } from "./expectation.ts";

/** A movement of stock by an order: pieces of a product that it took (negative) or gave back. */
export interface FoundMovement {
  readonly productId: number;
  readonly change: number | null;
}

/**
 * The pieces that an order holds by its movements. A product moves by the whole quantity of its line, or not at all if
 * its stock was unlimited; only the event of the new order knows how many pieces were counted in all.
 */
export function compareMoved(
  { basket, created, isHolding }: ExpectedOrder,
  movements: readonly FoundMovement[],
): OrderDifference[] {
  const by = [...new Set([created, ...isHolding.by])];
  const holds = (quantity: number) => (isHolding.value ? quantity : 0);
  const products = [...new Set(movements.map(({ productId }) => productId))];
  const heldBy = (some: readonly FoundMovement[]) => 0 - some.reduce((sum, { change }) => sum + (change ?? 0), 0);
  const ofProducts = products.flatMap((productId) => {
    const quantity = basket.lines.find((line) => line.productId === productId)?.quantity ?? 0;
    const found = heldBy(movements.filter((movement) => movement.productId === productId));
    return moved(`product ${productId}`, holds(quantity), found, by);
  });
  const ofAll = basket.reserved === undefined ? [] : moved(null, holds(basket.reserved), heldBy(movements), by);
  return [...ofProducts, ...ofAll];
}

const moved = (
  subject: string | null,
  expected: number,
  found: number,
  by: readonly AuditedEvent[],
): OrderDifference[] =>
  expected === found ? [] : [{ kind: "STOCK_MOVED", subject, expected, found, events: by.map(toAuditEvent) }];

/** A product to audit: its stock, and what its movements say of it. */
export interface AuditedProduct {
  readonly id: number;
  readonly stock: number | null;
  /** The stock that the last movement left; undefined if there is no movement. */
  readonly last?: { readonly stock: number | null } | null;
  /** The movements that do not follow from the one before, some of them if there are many. */
  readonly broken: readonly { readonly id: number; readonly expected: number; readonly found: number | null }[];
}

/**
 * The stock of a product as its movements add up: each must leave what was there before and its own change. What there
 * was before the first one is taken as it is.
 */
export function auditProduct({ id, stock, last, broken }: AuditedProduct): Difference[] {
  const all = { orderId: null, events: [] };
  return [
    ...broken.map((movement): Difference => {
      const subject = `movement ${movement.id} of product ${id}`;
      return { kind: "STOCK_MOVEMENT", ...all, subject, expected: movement.expected, found: movement.found };
    }),
    ...(last && last.stock !== stock
      ? [{ kind: "PRODUCT_STOCK", ...all, subject: `product ${id}`, expected: last.stock, found: stock } as const]
      : []),
  ];
}
