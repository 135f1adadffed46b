import type { DaySummary } from "@till/contracts";
import { DayBars } from "./day-bars.tsx";
import { dayName } from "./day-summaries.ts";

const series = [
  { name: "placed", label: "Placed", color: "blue.6" },
  { name: "paid", label: "Paid", color: "pine.6" },
  { name: "cancelled", label: "Cancelled", color: "gray.5" },
] as const;

/** The number of orders each day. */
export function OrdersChart({ days }: { days: readonly DaySummary[] }) {
  const data = days.map(({ date, placed, paid, cancelled }) => ({ day: dayName(date), placed, paid, cancelled }));
  return (
    <DayBars
      title="Orders"
      series={series}
      data={data}
      format={String}
      yAxisProps={{ allowDecimals: false, width: 32 }}
    />
  );
}
