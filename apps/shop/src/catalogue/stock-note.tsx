import type { Product } from "@till/contracts";
import classes from "./stock-note.module.css";

/** Stock up to this number is shown as low. */
const fewLeft = 10;

/** A note about low or no stock; nothing if there is plenty. */
export function StockNote({ stock }: Pick<Product, "stock">) {
  if (stock === null || stock > fewLeft) return null;
  return (
    <span className={classes.note} data-gone={stock === 0}>
      {stock === 0 ? "Sold out" : `Only ${stock} left`}
    </span>
  );
}
