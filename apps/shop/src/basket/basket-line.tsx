import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { Currency, OrderItem, OrderLine } from "@till/contracts";
import { IconAlertTriangle } from "@tabler/icons-react";
import { knownProduct } from "../catalogue/known-product.ts";
import { ProductVisual } from "../catalogue/product-visual.tsx";
import { formatMoney } from "../format.ts";
import { AnchorLink } from "../layout/link.tsx";
import { moveFocusHome } from "../layout/focus.tsx";
import { changeQuantity } from "./change-quantity.ts";
import { QuantityStepper } from "./quantity-stepper.tsx";

/** A line of the basket with its part of the quote. `item` is missing if the product is no longer sold. */
export function BasketLine(props: {
  line: OrderLine;
  item: OrderItem | undefined;
  currency: Currency;
  left: number | undefined;
  isStale: boolean;
}) {
  const { line, item, currency, left, isStale } = props;
  if (!item) return <UnknownLine productId={line.productId} />;
  const change = (quantity: number) => changeLine({ ...line, name: item.name }, quantity);
  return (
    <Stack gap="xs" component="li">
      <Group wrap="nowrap" align="center">
        <ProductVisual product={item} size="line" />
        <Group flex={1} gap="xs" justify="space-between">
          <div>
            <AnchorLink to="/products/$id" params={{ id: line.productId }} c="inherit" fw={600}>
              {item.name}
            </AnchorLink>
            <Text size="sm" c="dimmed">
              {formatMoney(item.unitPrice, currency)} each
            </Text>
          </div>
          <Group wrap="nowrap" gap="md">
            <QuantityStepper
              productId={line.productId}
              name={item.name}
              stock={left ?? knownProduct(line.productId)?.stock}
              onChange={change}
            />
            <Text fw={600} miw={96} ta="right" opacity={isStale ? 0.5 : 1}>
              {formatMoney(item.unitPrice * item.quantity, currency)}
            </Text>
          </Group>
        </Group>
      </Group>
      {left === undefined ? null : <Shortage name={item.name} left={left} onSet={() => change(left)} />}
    </Stack>
  );
}

/** A removed line loses the focus, so the focus moves to the heading of the page. */
function changeLine({ productId, name }: { productId: number; name: string }, quantity: number): void {
  changeQuantity({ productId, name, quantity });
  if (quantity === 0) moveFocusHome();
}

function Shortage({ name, left, onSet }: { name: string; left: number; onSet: () => void }) {
  return (
    <Alert color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />} p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">{left === 0 ? `${name} is sold out.` : `Only ${left} left of ${name}.`}</Text>
        <Button size="compact-sm" variant="default" onClick={onSet}>
          {left === 0 ? "Remove" : `Set to ${left}`}
        </Button>
      </Group>
    </Alert>
  );
}

function UnknownLine({ productId }: { productId: number }) {
  return (
    <Group component="li" justify="space-between">
      <Text>Product {productId} is no longer sold.</Text>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => changeLine({ productId, name: `Product ${productId}` }, 0)}
      >
        Remove
      </Button>
    </Group>
  );
}
