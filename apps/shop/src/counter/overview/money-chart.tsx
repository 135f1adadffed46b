import { BarChart } from "@mantine/charts";
import type { Currency, OrdersSummary } from "@till/contracts";
import { formatMoney, formatRoundMoney } from "../../format.ts";
import { ChartCard, barGaps } from "./chart-card.tsx";
import { amountOf, currenciesOf, dayName } from "./summary.ts";

const series = [
  { name: "paid", label: "Paid", color: "pine.6" },
  { name: "refunded", label: "Refunded", color: "grape.6" },
] as const;

/** What came in and went out day by day, in each currency that did. */
export const MoneyChart = ({ summary }: { summary: OrdersSummary }) =>
  currenciesOf(summary).map((currency) => <MoneyIn key={currency} summary={summary} currency={currency} />);

function MoneyIn({ summary, currency }: { summary: OrdersSummary; currency: Currency }) {
  const data = summary.days.map((day) => ({
    day: dayName(day.date),
    paid: amountOf(day, currency, "paid"),
    refunded: amountOf(day, currency, "refunded"),
  }));
  return (
    <ChartCard
      title={`Money, ${currency}`}
      columns={series.map(({ label }) => label)}
      rows={data.map((row) => ({ day: row.day, values: series.map(({ name }) => formatMoney(row[name], currency)) }))}
    >
      <BarChart
        h={260}
        data={data}
        dataKey="day"
        series={[...series]}
        withLegend
        legendProps={{ verticalAlign: "bottom", align: "center", itemSorter: null }}
        barChartProps={{ margin: { top: 8 }, ...barGaps(data.length) }}
        tickLine="none"
        accessibilityLayer={false}
        valueFormatter={(amount) => formatMoney(amount, currency)}
        yAxisProps={{ width: 56, tickFormatter: (amount: number) => formatRoundMoney(amount, currency) }}
      />
    </ChartCard>
  );
}
