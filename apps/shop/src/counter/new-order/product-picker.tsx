import { ActionIcon, Button, Group, NumberInput, Stack, Text } from "@mantine/core";
import { type Product, limits } from "@till/contracts";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { keepPreviousData, skipToken, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatMoney } from "../../format.ts";
import { announce } from "../../layout/announcer.tsx";
import { KeepFocus } from "../../layout/focus.tsx";
import { SearchField } from "../../layout/search-field.tsx";
import { trpc } from "../../till.ts";
import classes from "./product-picker.module.css";

/** A product of the order, and how many of it. */
export interface Line {
  readonly product: Product;
  readonly quantity: number;
}

interface PickerProps {
  lines: readonly Line[];
  change: (lines: Line[]) => void;
}

/** How many products a search shows. */
const shownProducts = 6;

/** Chooses products and quantities. */
export function ProductPicker({ lines, change }: PickerProps) {
  const [search, setSearch] = useState<string>();
  const found = useQuery({
    ...trpc.products.list.queryOptions(search === undefined ? skipToken : { search, limit: shownProducts }),
    placeholderData: keepPreviousData,
  });
  const add = (product: Product) => {
    change([...lines, { product, quantity: 1 }]);
    announce(`${product.name} is added.`);
  };
  const others = (found.data?.items ?? []).filter(({ id }) => lines.every(({ product }) => product.id !== id));
  return (
    <Stack>
      <Lines lines={lines} change={change} />
      <SearchField label="Add a product" search={search} onSearch={setSearch} />
      {search === undefined ? null : (
        <ul className={classes.list}>
          {others.map((product) => (
            <li key={product.id} className={classes.row}>
              <KeepFocus />
              <span className={classes.words}>
                <Text span fw={600}>
                  {product.name}
                </Text>
                <Text span size="sm" c="dimmed">
                  {formatMoney(product.unitPrice, product.currency)}
                  {product.stock === null ? "" : ` · ${product.stock} in stock`}
                </Text>
              </span>
              <Button
                variant="light"
                size="compact-md"
                flex="none"
                leftSection={<IconPlus size={16} aria-hidden />}
                aria-label={`Add ${product.name}`}
                disabled={product.stock === 0 || lines.length >= limits.orderLines}
                onClick={() => add(product)}
              >
                Add
              </Button>
            </li>
          ))}
        </ul>
      )}
      {search !== undefined && found.isSuccess && others.length === 0 ? (
        <Text size="sm" c="dimmed" role="status">
          No other product matches.
        </Text>
      ) : null}
    </Stack>
  );
}

function Lines({ lines, change }: PickerProps) {
  const set = (id: number, quantity: number) =>
    change(lines.map((line) => (line.product.id === id ? { ...line, quantity } : line)));
  const remove = (id: number) => change(lines.filter(({ product }) => product.id !== id));
  if (lines.length === 0) return null;
  return (
    <ul className={classes.list}>
      {lines.map(({ product: { id, name, unitPrice, currency }, quantity }) => (
        <li key={id} className={classes.row}>
          <KeepFocus />
          <span className={classes.words}>
            <Text span fw={600}>
              {name}
            </Text>
            <Text span size="sm" c="dimmed">
              {formatMoney(unitPrice, currency)} each
            </Text>
          </span>
          <Group gap="xs" wrap="nowrap">
            <NumberInput
              aria-label={`Quantity of ${name}`}
              w={84}
              min={1}
              max={limits.lineQuantity}
              allowDecimal={false}
              clampBehavior="strict"
              value={quantity}
              onChange={(value) => set(id, Number(value) || 1)}
            />
            <ActionIcon variant="light" color="red" size={36} aria-label={`Remove ${name}`} onClick={() => remove(id)}>
              <IconTrash size={18} aria-hidden />
            </ActionIcon>
          </Group>
        </li>
      ))}
    </ul>
  );
}
