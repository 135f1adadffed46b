import { Sparkline } from "@mantine/charts";
import { Box, Card, SimpleGrid, Text } from "@mantine/core";
import type { Currency, DaySummary, OrdersSummary } from "@till/contracts";
import { formatMoney } from "../../format.ts";
import { amountOf, currenciesOf, declinesOf } from "./day-summaries.ts";

/** Today's four numbers, each with yesterday's value and a line of the days before. */
export function Figures({ summary }: { summary: OrdersSummary }) {
  const { days } = summary;
  const [currency, ...others] = currenciesOf(summary.days);
  const money = (way: "paid" | "refunded") => ({
    days,
    measure: (day: DaySummary) => amountOf(day, currency, way),
    format: (amount: number) => formatMoney(amount, currency),
    more: moreMoney(days.at(-1), others, way),
  });
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: "xs", sm: "md" }}>
      <Figure label="Orders placed" color="blue" days={days} measure={({ placed }) => placed} format={String} />
      <Figure label="Paid" color="pine" {...money("paid")} />
      <Figure label="Refunded" color="grape" {...money("refunded")} />
      <Figure label="Declined payments" color="red" days={days} measure={declinesOf} format={String} />
    </SimpleGrid>
  );
}

/** The amounts in other currencies than the main one. */
const moreMoney = (today: DaySummary | undefined, currencies: readonly Currency[], way: "paid" | "refunded") =>
  currencies
    .map((currency) => ({ currency, amount: today ? amountOf(today, currency, way) : 0 }))
    .filter(({ amount }) => amount > 0)
    .map(({ currency, amount }) => `+ ${formatMoney(amount, currency)}`)
    .join(" ");

interface FigureProps {
  label: string;
  color: string;
  days: readonly DaySummary[];
  measure: (day: DaySummary) => number;
  format: (value: number) => string;
  more?: string;
}

function Figure({ label, color, days, measure, format, more = "" }: FigureProps) {
  const values = days.map(measure);
  const [yesterday = 0, today = 0] = values.slice(-2);
  return (
    <Card withBorder padding="md" component="section" aria-label={label}>
      <Text fw={600} c="dimmed" size="sm">
        {label}
      </Text>
      <Text fz={{ base: 20, sm: 28 }} fw={700} lh={1.4}>
        {format(today)}
      </Text>
      <Text size="sm" c="dimmed">
        {more} {format(yesterday)} yesterday
      </Text>
      {/* Decorative: the charts below have the same numbers. */}
      <Box inert mt="sm" mx={-4}>
        <Sparkline data={values} color={`${color}.6`} h={36} curveType="monotone" />
      </Box>
    </Card>
  );
}
