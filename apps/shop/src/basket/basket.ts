import "../no-eval.ts";
import { limits, orderLinesSchema, type OrderLine } from "@till/contracts";
import { nanoid } from "nanoid";
import * as z from "zod";
import { create } from "zustand";
import { persist } from "zustand/middleware";

/**
 * What this browser is about to order. It stays over a reload, and when the person is switched. Its `id` is new with each
 * basket, and the idempotency key of its order: a basket is ordered once, however often it is sent, before and after a
 * reload and from two tabs.
 */
const basketSchema = z.object({
  id: z
    .string()
    .min(1)
    .default(() => nanoid()),
  lines: orderLinesSchema.or(z.tuple([])),
  discountCode: z.string(),
});
type Basket = { readonly id: string; readonly lines: readonly OrderLine[]; readonly discountCode: string };

const storageKey = "till-basket";
const emptyOne = (): Basket => ({ id: nanoid(), lines: [], discountCode: "" });

export const useBasket = create<Basket>()(
  persist(emptyOne, { name: storageKey, merge: (kept, fresh) => basketSchema.safeParse(kept).data ?? fresh }),
);

// A basket that was just begun is kept at once, so that another tab has the same one.
useBasket.setState({});

// Another tab has changed the basket.
window.addEventListener("storage", ({ key }) => {
  if (key === storageKey) void useBasket.persist.rehydrate();
});

/** How many pieces of a product are in the basket. */
export const useQuantity = (productId: number): number =>
  useBasket(({ lines }) => lines.find((line) => line.productId === productId)?.quantity ?? 0);

const piecesOf = ({ lines }: Basket) => lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** How many pieces are in the basket. */
export const usePieces = (): number => useBasket(piecesOf);
export const piecesIn = (): number => piecesOf(useBasket.getState());

/** Puts so many pieces of a product into the basket, within the limits of an order; 0 takes it out. */
export function setQuantity(productId: number, quantity: number): void {
  useBasket.setState(({ lines }) => ({ lines: withQuantity(lines, productId, quantity) }));
}

function withQuantity(lines: readonly OrderLine[], productId: number, wanted: number): readonly OrderLine[] {
  const quantity = Math.min(Math.max(Math.trunc(wanted), 0), limits.lineQuantity);
  if (quantity === 0) return lines.filter((line) => line.productId !== productId);
  if (lines.some((line) => line.productId === productId)) {
    return lines.map((line) => (line.productId === productId ? { productId, quantity } : line));
  }
  return lines.length < limits.orderLines ? [...lines, { productId, quantity }] : lines;
}

export function setDiscountCode(discountCode: string): void {
  useBasket.setState({ discountCode });
}

/** Takes a new basket: the one before was ordered. */
export function emptyBasket(): void {
  useBasket.setState(emptyOne());
}

/** Has the basket be ordered as a new one, although something was ordered with it before. */
export function renewBasket(): void {
  useBasket.setState({ id: nanoid() });
}
