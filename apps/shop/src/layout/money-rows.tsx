import { Group, Stack, Text } from "@mantine/core";
import type { Currency, Extra } from "@till/contracts";
import { extraLabel } from "@till/domain/extra-label";
import { formatMoney } from "../format.ts";

/** The amounts that make the total of an order or a quote. */
export interface Sums {
  currency: Currency;
  subtotalAmount: number;
  discountAmount: number;
  discountCode: string | null;
  extras: readonly Extra[];
  totalAmount: number;
}

export function MoneyRows({ sums, isStale = false }: { sums: Sums; isStale?: boolean }) {
  const { currency, subtotalAmount, discountAmount, discountCode, totalAmount } = sums;
  // The lines of an order never change their places.
  const extras = sums.extras.map(({ included, amount, ...extra }, key) => ({
    included,
    row: { key, label: extraLabel(extra), value: formatMoney(amount, currency) },
  }));
  return (
    <Stack gap={6} component="dl" m={0} opacity={isStale ? 0.5 : 1} aria-busy={isStale}>
      <Row label="Subtotal" value={formatMoney(subtotalAmount, currency)} />
      {discountAmount > 0 ? (
        <Row label={`Discount ${discountCode ?? ""}`} value={`−${formatMoney(discountAmount, currency)}`} />
      ) : null}
      {extras.map(({ included, row: { key, ...row } }) => (included ? null : <Row key={key} {...row} />))}
      <Row label="Total" value={formatMoney(totalAmount, currency)} kind="total" />
      {extras.map(({ included, row: { key, label, value } }) =>
        included ? <Row key={key} label={`Includes ${label}`} value={value} kind="part" /> : null,
      )}
    </Stack>
  );
}

/** A total has the sum of the rows above it. A part of it is below it. */
const looks = { summand: {}, total: { fz: "lg", fw: 700 }, part: { fz: "sm", c: "dimmed" } };

function Row({ label, value, kind = "summand" }: { label: string; value: string; kind?: keyof typeof looks }) {
  return (
    <Group justify="space-between" align="baseline" wrap="nowrap" {...looks[kind]}>
      <Text component="dt" inherit className="long-words">
        <bdi>{label}</bdi>
      </Text>
      <Text component="dd" inherit m={0} ff="heading" style={{ whiteSpace: "nowrap" }}>
        {value}
      </Text>
    </Group>
  );
}
