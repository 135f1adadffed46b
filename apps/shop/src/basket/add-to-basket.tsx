import { Button } from "@mantine/core";
import type { Product } from "@till/contracts";
import { IconShoppingBagPlus } from "@tabler/icons-react";
import { setQuantity, useQuantity } from "./basket.ts";
import { QuantityStepper } from "./quantity-stepper.tsx";

/** Puts a product into the basket; once it is there, changes how many. */
export function AddToBasket({ product: { id, name, stock }, size }: { product: Product; size?: "md" }) {
  const quantity = useQuantity(id);
  if (quantity > 0) return <QuantityStepper productId={id} name={name} />;
  return (
    <Button
      size={size ?? "sm"}
      variant={size === "md" ? "filled" : "light"}
      leftSection={<IconShoppingBagPlus size={18} aria-hidden />}
      disabled={stock === 0}
      aria-label={`Add ${name} to the basket`}
      onClick={() => setQuantity(id, 1)}
    >
      {size === "md" ? "Add to basket" : "Add"}
    </Button>
  );
}
