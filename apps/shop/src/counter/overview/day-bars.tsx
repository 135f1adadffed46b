import { BarChart, type BarChartProps } from "@mantine/charts";
import { ChartCard } from "./chart-card.tsx";

interface DayBarsProps<Name extends string> {
  title: string;
  /** The bars of each day, side by side. */
  series: readonly { name: Name; label: string; color: string }[];
  data: readonly (Record<Name, number> & { day: string })[];
  /** Formats a value for people. */
  format: (value: number) => string;
  yAxisProps: NonNullable<BarChartProps["yAxisProps"]>;
}

/** The gaps between bars. With many days there is no room for them. */
const barGaps = (days: number) => (days > 7 ? { barGap: 0, barCategoryGap: "10%" } : {});

/** Bars for each day. */
export const DayBars = <Name extends string>({ title, series, data, format, yAxisProps }: DayBarsProps<Name>) => (
  <ChartCard
    title={title}
    columns={series.map(({ label }) => label)}
    rows={data.map((row) => ({ day: row.day, values: series.map(({ name }) => format(row[name])) }))}
  >
    <BarChart
      h={260}
      data={[...data]}
      dataKey="day"
      series={[...series]}
      withLegend
      legendProps={{ verticalAlign: "bottom", align: "center", itemSorter: null }}
      barChartProps={{ margin: { top: 8 }, ...barGaps(data.length) }}
      tickLine="none"
      accessibilityLayer={false}
      valueFormatter={format}
      yAxisProps={yAxisProps}
    />
  </ChartCard>
);
