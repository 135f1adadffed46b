import { Divider, Group, Stack, Text } from "@mantine/core";
import type { Order } from "@till/contracts";
import { ProductVisual } from "../catalogue/product-visual.tsx";
import { formatMoney } from "../format.ts";

/** The items of an order, with the names and prices of the time of the order. */
export function OrderItems({ order: { items, currency } }: { order: Pick<Order, "items" | "currency"> }) {
  return (
    <>
      <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: "none" }}>
        {items.map((item) => (
          <Group key={item.productId} component="li" wrap="nowrap">
            <ProductVisual product={item} size="line" />
            <div style={{ flex: 1 }}>
              <Text fw={600}>{item.name}</Text>
              <Text size="sm" c="dimmed">
                {item.quantity} × {formatMoney(item.unitPrice, currency)}
              </Text>
            </div>
            <Text fw={600}>{formatMoney(item.unitPrice * item.quantity, currency)}</Text>
          </Group>
        ))}
      </Stack>
      <Divider my="md" />
    </>
  );
}
