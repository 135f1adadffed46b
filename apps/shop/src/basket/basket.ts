import "../no-eval.ts";
import { limits, orderLinesSchema, type OrderLine } from "@till/contracts";
import * as z from "zod";
import { create } from "zustand";
import { persist } from "zustand/middleware";

/** What this browser is about to order. It stays over a reload, and when the person is switched. */
const basketSchema = z.object({ lines: orderLinesSchema.or(z.tuple([])), discountCode: z.string() });
type Basket = { readonly lines: readonly OrderLine[]; readonly discountCode: string };

const storageKey = "till-basket";
const empty: Basket = { lines: [], discountCode: "" };

export const useBasket = create<Basket>()(
  persist(() => empty, { name: storageKey, merge: (kept) => basketSchema.safeParse(kept).data ?? empty }),
);

// Another tab has changed the basket.
window.addEventListener("storage", ({ key }) => {
  if (key === storageKey) void useBasket.persist.rehydrate();
});

/** How many pieces of a product are in the basket. */
export const useQuantity = (productId: number): number =>
  useBasket(({ lines }) => lines.find((line) => line.productId === productId)?.quantity ?? 0);

/** How many pieces are in the basket. */
export const usePieces = (): number => useBasket(({ lines }) => lines.reduce((sum, { quantity }) => sum + quantity, 0));

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

export function emptyBasket(): void {
  useBasket.setState(empty);
}
