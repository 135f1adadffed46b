import { Group, Stack, Text } from "@mantine/core";
import type { Currency } from "@till/contracts";
import { formatMoney } from "../format.ts";

/** The amounts that make the total of an order or a quote. */
export interface Sums {
  currency: Currency;
  subtotalAmount: number;
  discountAmount: number;
  discountCode: string | null;
  totalAmount: number;
}

export function MoneyRows({ sums, isStale = false }: { sums: Sums; isStale?: boolean }) {
  const { currency, subtotalAmount, discountAmount, discountCode, totalAmount } = sums;
  return (
    <Stack gap={6} component="dl" m={0} opacity={isStale ? 0.5 : 1} aria-busy={isStale}>
      <Row label="Subtotal" value={formatMoney(subtotalAmount, currency)} />
      {discountAmount > 0 ? (
        <Row label={`Discount ${discountCode ?? ""}`} value={`−${formatMoney(discountAmount, currency)}`} />
      ) : null}
      <Row label="Total" value={formatMoney(totalAmount, currency)} isTotal />
    </Stack>
  );
}

function Row({ label, value, isTotal = false }: { label: string; value: string; isTotal?: boolean }) {
  return (
    <Group justify="space-between" fz={isTotal ? "lg" : "md"} fw={isTotal ? 700 : 400}>
      <Text component="dt" inherit>
        {label}
      </Text>
      <Text component="dd" inherit m={0} ff="heading">
        {value}
      </Text>
    </Group>
  );
}
