import { ActionIcon, Group, Text } from "@mantine/core";
import { limits } from "@till/contracts";
import { IconMinus, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Ref } from "react";
import { useQuantity } from "./basket.ts";

interface QuantityStepperProps {
  productId: number;
  name: string;
  /** The stock; null means unlimited, undefined means unknown. */
  stock: number | null | undefined;
  onChange: (quantity: number) => void;
  /** The button for one more. It replaces the button that adds the product. */
  moreRef?: Ref<HTMLButtonElement>;
}

/** Changes the quantity of a product in the basket by one, up to its stock. */
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
        // A `disabled` button would lose the focus when it reaches the limit.
        aria-disabled={quantity >= most}
        data-disabled={quantity >= most}
        onClick={() => quantity < most && onChange(quantity + 1)}
      >
        <IconPlus size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
