import { Button } from "@mantine/core";
import type { Product } from "@till/contracts";
import { IconShoppingBagPlus } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { changeQuantity } from "./change-quantity.ts";
import { useQuantity } from "./basket.ts";
import { QuantityStepper } from "./quantity-stepper.tsx";

/**
 * Adds a product to the basket; after that, changes its quantity. Adding or removing by keyboard keeps the focus: it
 * moves to the control that replaces the button.
 */
export function AddToBasket({ product, size = "sm" }: { product: Product; size?: "sm" | "md" }) {
  const { id, name, stock } = product;
  const isIn = useQuantity(id) > 0;
  const add = useRef<HTMLButtonElement>(null);
  const more = useRef<HTMLButtonElement>(null);
  const isMine = useRef(false);
  useEffect(() => {
    if (isMine.current) (isIn ? more : add).current?.focus({ preventScroll: true });
    isMine.current = false;
  }, [isIn]);
  const change = (quantity: number) => {
    isMine.current = quantity === 0 || !isIn;
    changeQuantity({ productId: id, name, quantity });
  };
  if (isIn) return <QuantityStepper productId={id} name={name} stock={stock} onChange={change} moreRef={more} />;
  const text = size === "md" ? "Add to basket" : "Add";
  return (
    <Button
      ref={add}
      size={size}
      variant={size === "md" ? "filled" : "light"}
      leftSection={<IconShoppingBagPlus size={18} aria-hidden />}
      disabled={stock === 0}
      aria-label={`${text}: ${name}`}
      onClick={() => change(1)}
    >
      {text}
    </Button>
  );
}
