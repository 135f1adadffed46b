import { Text } from "@mantine/core";
import type { Product } from "@till/contracts";

/** So few are left that a shopper wants to know. */
const fewLeft = 10;

/** What a shopper wants to know of the stock; nothing where there is plenty. */
export function StockNote({ stock }: Pick<Product, "stock">) {
  if (stock === null || stock > fewLeft) return null;
  return (
    <Text span size="sm" fw={600} c={stock === 0 ? "dimmed" : "var(--shop-warning)"}>
      {stock === 0 ? "Sold out" : `Only ${stock} left`}
    </Text>
  );
}
