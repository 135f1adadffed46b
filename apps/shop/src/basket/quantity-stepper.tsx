import { ActionIcon, Group, Text } from "@mantine/core";
import { limits } from "@till/contracts";
import { IconMinus, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Ref } from "react";
import { useQuantity } from "./basket.ts";

interface QuantityStepperProps {
  productId: number;
  name: string;
  /** How many there are to buy; null where there is no limit, undefined where it is not known here. */
  stock: number | null | undefined;
  onChange: (quantity: number) => void;
  /** The button for one more, which takes the place of the one that adds the product. */
  moreRef?: Ref<HTMLButtonElement>;
}

/** How many pieces of a product are in the basket, with one more and one less. No more than there are in stock. */
export function QuantityStepper({ productId, name, stock, onChange, moreRef }: QuantityStepperProps) {
  const quantity = useQuantity(productId);
  const isLast = quantity === 1;
  const most = Math.min(limits.lineQuantity, stock ?? limits.lineQuantity);
  return (
    <Group gap={4} wrap="nowrap" role="group" aria-label={`Quantity of ${name}`}>
      <ActionIcon
        variant="light"
        size={36}
        aria-label={isLast ? `Remove ${name}` : `One less of ${name}`}
        onClick={() => onChange(quantity - 1)}
      >
        {isLast ? <IconTrash size={18} aria-hidden /> : <IconMinus size={18} aria-hidden />}
      </ActionIcon>
      <Text miw={32} ta="center" fw={600}>
        {quantity}
      </Text>
      <ActionIcon
        ref={moreRef}
        variant="light"
        size={36}
        aria-label={`One more of ${name}`}
        // It keeps the focus when it has led to the last one, so it is not `disabled`.
        aria-disabled={quantity >= most}
        data-disabled={quantity >= most}
        onClick={() => quantity < most && onChange(quantity + 1)}
      >
        <IconPlus size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
