import type { Currency, OrdersSummary } from "@till/contracts";
import { formatMoney, formatRoundMoney } from "../../format.ts";
import { amountOf, currenciesOf, dayName } from "./day-summaries.ts";
import { DayBars } from "./day-bars.tsx";

const series = [
  { name: "paid", label: "Paid", color: "pine.6" },
  { name: "refunded", label: "Refunded", color: "grape.6" },
] as const;

/** The amounts paid and refunded each day, by currency. */
export const MoneyChart = ({ summary }: { summary: OrdersSummary }) =>
  currenciesOf(summary.days).map((currency) => <MoneyIn key={currency} summary={summary} currency={currency} />);

function MoneyIn({ summary, currency }: { summary: OrdersSummary; currency: Currency }) {
  const data = summary.days.map((day) => ({
    day: dayName(day.date),
    paid: amountOf(day, currency, "paid"),
    refunded: amountOf(day, currency, "refunded"),
  }));
  return (
    <DayBars
      title={`Money, ${currency}`}
      series={series}
      data={data}
      format={(amount) => formatMoney(amount, currency)}
      yAxisProps={{ width: 56, tickFormatter: (amount: number) => formatRoundMoney(amount, currency) }}
    />
  );
}
