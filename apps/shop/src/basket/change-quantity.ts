import { count } from "../format.ts";
import { announce } from "../layout/announcer.tsx";
import { piecesIn, setQuantity } from "./basket.ts";

/** Sets the quantity of a product in the basket, and announces it to screen readers. */
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
