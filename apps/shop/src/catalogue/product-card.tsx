import { Card, Group, Stack, Text } from "@mantine/core";
import type { Product } from "@till/contracts";
import { Link } from "@tanstack/react-router";
import { AddToBasket } from "../basket/add-to-basket.tsx";
import { formatMoney } from "../format.ts";
import classes from "./product-card.module.css";
import { ProductVisual } from "./product-visual.tsx";
import { StockNote } from "./stock-note.tsx";

export function ProductCard({ product }: { product: Product }) {
  const { id, name, description, unitPrice, currency, stock } = product;
  return (
    <Card component="article" withBorder padding="md" className={classes.card}>
      <Card.Section>
        <ProductVisual product={product} size="card" />
      </Card.Section>
      <Stack gap={4} flex={1} mt="md">
        <Text component="h2" fw={650} lh={1.3} className={classes.name}>
          <Link to="/products/$id" params={{ id }} className={classes.link}>
            {name}
          </Link>
        </Text>
        <Text size="sm" c="dimmed" lineClamp={2}>
          {description}
        </Text>
      </Stack>
      <Group justify="space-between" wrap="nowrap" mt="sm" mih={40} className={classes.above}>
        <div>
          <Text fw={700} lh={1.2}>
            {formatMoney(unitPrice, currency)}
          </Text>
          <StockNote stock={stock} />
        </div>
        <AddToBasket product={product} />
      </Group>
    </Card>
  );
}
