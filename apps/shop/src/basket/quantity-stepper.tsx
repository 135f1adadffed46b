import { ActionIcon, Group, Text } from "@mantine/core";
import { limits } from "@till/contracts";
import { IconMinus, IconPlus, IconTrash } from "@tabler/icons-react";
import { setQuantity, useQuantity } from "./basket.ts";

/** How many pieces of a product are in the basket, with one more and one less. */
export function QuantityStepper({ productId, name }: { productId: number; name: string }) {
  const quantity = useQuantity(productId);
  const isLast = quantity === 1;
  return (
    <Group gap={4} wrap="nowrap" role="group" aria-label={`Quantity of ${name}`}>
      <ActionIcon
        variant="light"
        size={36}
        aria-label={isLast ? `Take ${name} out of the basket` : `One less of ${name}`}
        onClick={() => setQuantity(productId, quantity - 1)}
      >
        {isLast ? <IconTrash size={18} aria-hidden /> : <IconMinus size={18} aria-hidden />}
      </ActionIcon>
      <Text miw={32} ta="center" fw={600} aria-live="polite">
        {quantity}
      </Text>
      <ActionIcon
        variant="light"
        size={36}
        aria-label={`One more of ${name}`}
        disabled={quantity >= limits.lineQuantity}
        onClick={() => setQuantity(productId, quantity + 1)}
      >
        <IconPlus size={18} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
