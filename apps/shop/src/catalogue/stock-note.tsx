import type { Product } from "@till/contracts";
import classes from "./stock-note.module.css";

/** So few are left that a shopper wants to know. */
const fewLeft = 10;

/** What a shopper wants to know of the stock; nothing where there is plenty. */
export function StockNote({ stock }: Pick<Product, "stock">) {
  if (stock === null || stock > fewLeft) return null;
  return (
    <span className={classes.note} data-gone={stock === 0}>
      {stock === 0 ? "Sold out" : `Only ${stock} left`}
    </span>
  );
}
