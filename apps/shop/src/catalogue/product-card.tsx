import type { Product } from "@till/contracts";
import { Link } from "@tanstack/react-router";
import { AddToBasket } from "../basket/add-to-basket.tsx";
import { formatMoney } from "../format.ts";
import classes from "./product-card.module.css";
import { ProductVisual } from "./product-visual.tsx";
import { StockNote } from "./stock-note.tsx";

/** A product in the catalogue. It uses plain elements, because many cards render at once. */
export function ProductCard({ product }: { product: Product }) {
  const { id, name, description, unitPrice, currency, stock } = product;
  return (
    <article className={classes.card}>
      <ProductVisual product={product} size="card" />
      <div className={classes.text}>
        <h2 className={classes.name}>
          <Link to="/products/$id" params={{ id }} className={classes.link}>
            {name}
          </Link>
        </h2>
        <p className={classes.description}>{description}</p>
        <div className={classes.foot}>
          <p className={classes.price}>
            {formatMoney(unitPrice, currency)}
            <StockNote stock={stock} />
          </p>
          <div className={classes.above}>
            <AddToBasket product={product} />
          </div>
        </div>
      </div>
    </article>
  );
}
