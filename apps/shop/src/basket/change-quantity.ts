import { count } from "../format.ts";
import { announce } from "../layout/announcer.tsx";
import { piecesIn, setQuantity } from "./basket.ts";

/** Changes how many pieces of a product are in the basket, and has a screen reader say so. */
export function changeQuantity({
  productId,
  name,
  quantity,
}: {
  productId: number;
  name: string;
  quantity: number;
}): void {
  setQuantity(productId, quantity);
  const what = quantity === 0 ? `${name} removed.` : `${name}: ${quantity} in the basket.`;
  announce(`${what} ${count(piecesIn(), "item")} in all.`);
}
