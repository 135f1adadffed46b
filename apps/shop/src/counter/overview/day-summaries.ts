import type { Currency, DaySummary } from "@till/contracts";

const shortDay = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** `25 Nov`: the date of a day, in whichever time zone the day began. */
export const dayName = (date: DaySummary["date"]): string => shortDay.format(new Date(`${date}T00:00:00.000Z`));

/** The amount paid or refunded on a day in one currency. */
export const amountOf = (day: DaySummary, currency: Currency, way: "paid" | "refunded"): number =>
  day.amounts.find((amount) => amount.currency === currency)?.[way] ?? 0;

export const declinesOf = ({ declines }: DaySummary): number =>
  declines.reduce((sum, { attempts }) => sum + attempts, 0);

/** The currencies of the days, largest turnover first; the shop's own currency if there was no turnover. */
export function currenciesOf(days: readonly DaySummary[]): [Currency, ...Currency[]] {
  const turnover = new Map<Currency, number>();
  for (const { currency, paid } of days.flatMap(({ amounts }) => amounts))
    turnover.set(currency, (turnover.get(currency) ?? 0) + paid);
  const [first, ...others] = [...turnover].toSorted(([, a], [, b]) => b - a).map(([currency]) => currency);
  return [first ?? "INR", ...others];
}

/** The decline reasons of all these days, most frequent first. */
export function reasonsOf(days: readonly DaySummary[]): DaySummary["declines"] {
  const attempts = new Map<DaySummary["declines"][number]["declineCode"], number>();
  for (const decline of days.flatMap(({ declines }) => declines))
    attempts.set(decline.declineCode, (attempts.get(decline.declineCode) ?? 0) + decline.attempts);
  return [...attempts]
    .map(([declineCode, count]) => ({ declineCode, attempts: count }))
    .toSorted((a, b) => b.attempts - a.attempts);
}
