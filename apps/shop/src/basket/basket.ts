import "../no-eval.ts";
import { limits, orderLinesSchema, type OrderLine } from "@till/contracts";
import { nanoid } from "nanoid";
import * as z from "zod";
import { create } from "zustand";
import { persist } from "zustand/middleware";
import { storageKeyOf } from "../till-of-page.ts";

/**
 * The basket of this browser. It survives a reload and a switch of the person. Each basket has a new `id`, which is the
 * idempotency key of its order. So a basket is ordered once, however often it is sent, even after a reload or from two
 * tabs.
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

const storageKey = storageKeyOf("till-basket");
const emptyOne = (): Basket => ({ id: nanoid(), lines: [], discountCode: "" });

export const useBasket = create<Basket>()(
  persist(emptyOne, { name: storageKey, merge: (kept, fresh) => basketSchema.safeParse(kept).data ?? fresh }),
);

// A new basket is stored at once, so that another tab uses the same one.
useBasket.setState({});

// Another tab changed the basket.
window.addEventListener("storage", ({ key }) => {
  if (key === storageKey) void useBasket.persist.rehydrate();
});

/** The quantity of a product in the basket. */
export const useQuantity = (productId: number): number =>
  useBasket(({ lines }) => lines.find((line) => line.productId === productId)?.quantity ?? 0);

const piecesOf = ({ lines }: Basket) => lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** The number of pieces in the basket. */
export const usePieces = (): number => useBasket(piecesOf);
export const piecesIn = (): number => piecesOf(useBasket.getState());

/** Sets the quantity of a product in the basket, within the limits of an order; 0 removes it. */
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

/** Starts a new basket after the old one was ordered. */
export function emptyBasket(): void {
  useBasket.setState(emptyOne());
}

/** Gives the basket a new id, so that it can be ordered although an order with its old id exists. */
export function renewBasket(): void {
  useBasket.setState({ id: nanoid() });
}
