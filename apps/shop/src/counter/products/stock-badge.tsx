import { Badge } from "@mantine/core";
import type { Product } from "@till/contracts";

/** Stock up to this number is shown as low. */
const few = 10;

/** The stock of a product, or that it is archived. */
export function StockBadge({ product: { stock, archivedAt } }: { product: Pick<Product, "stock" | "archivedAt"> }) {
  const [color, text] = archivedAt === null ? stockOf(stock) : ["gray", "Archived"];
  return (
    <Badge variant="light" color={color} tt="none">
      {text}
    </Badge>
  );
}

function stockOf(stock: number | null): [color: string, text: string] {
  if (stock === null) return ["gray", "Unlimited"];
  if (stock === 0) return ["red", "Sold out"];
  return [stock <= few ? "yellow" : "green", `${stock} in stock`];
}
