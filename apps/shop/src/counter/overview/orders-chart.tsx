import { BarChart } from "@mantine/charts";
import type { DaySummary } from "@till/contracts";
import { ChartCard, barGaps } from "./chart-card.tsx";
import { dayName } from "./summary.ts";

const series = [
  { name: "placed", label: "Placed", color: "blue.6" },
  { name: "paid", label: "Paid", color: "pine.6" },
  { name: "cancelled", label: "Cancelled", color: "gray.5" },
] as const;

/** How many orders there were day by day. */
export function OrdersChart({ days }: { days: readonly DaySummary[] }) {
  const data = days.map(({ date, placed, paid, cancelled }) => ({ day: dayName(date), placed, paid, cancelled }));
  return (
    <ChartCard
      title="Orders"
      columns={series.map(({ label }) => label)}
      rows={data.map((row) => ({ day: row.day, values: series.map(({ name }) => String(row[name])) }))}
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
        yAxisProps={{ allowDecimals: false, width: 32 }}
      />
    </ChartCard>
  );
}
