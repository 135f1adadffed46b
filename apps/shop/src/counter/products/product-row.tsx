import { Text } from "@mantine/core";
import type { Product } from "@till/contracts";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { ProductVisual } from "../../catalogue/product-visual.tsx";
import { formatMoney } from "../../format.ts";
import classes from "./product-row.module.css";
import { StockBadge } from "./stock-badge.tsx";

/** One product in the list: its name and SKU, stock and price. */
export const ProductRow = memo(({ product, isOpen }: { product: Product; isOpen: boolean }) => {
  const { id, sku, name, unitPrice, currency } = product;
  return (
    <li className={classes.item}>
      <Link
        from="/counter/products"
        to="/counter/products"
        search={(now) => ({ ...now, product: id })}
        resetScroll={false}
        className={classes.row}
        data-open={isOpen || undefined}
      >
        <ProductVisual product={product} size="line" />
        <span className={classes.name}>
          <Text span fw={600}>
            {name}
          </Text>
          <Text span size="sm" c="dimmed">
            {sku}
          </Text>
        </span>
        <span className={classes.stock}>
          <StockBadge product={product} />
        </span>
        <Text span fw={600} className={classes.price}>
          {formatMoney(unitPrice, currency)}
        </Text>
      </Link>
    </li>
  );
});
