import type { Currency } from "@till/contracts";
import { decimalsOf } from "@till/domain/money";

export { formatMoney } from "@till/domain/money";

/** Formats an amount of minor units briefly, for the axis of a chart: `₹1.5K`. */
export const formatRoundMoney = (amount: number, currency: Currency): string =>
  new Intl.NumberFormat("en", { style: "currency", currency, notation: "compact" }).format(
    amount / 10 ** decimalsOf(currency),
  );

const dayAndTime = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const dayAndSecond = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });

/** `1 Mar 2026, 11:59`, in the time zone of the browser. */
export const formatTime = (time: string): string => dayAndTime.format(new Date(time));

/** `1 Mar 2026, 11:59:30`, in the time zone of the browser. */
export const formatExactTime = (time: string): string => dayAndSecond.format(new Date(time));

/** `1 Mar 2026`, in the time zone of the browser. */
export const formatDay = (time: string): string => day.format(new Date(time));

const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** A short time for lists: `11:59` on the same day, `1 Mar` after that. */
export function formatShortTime(time: string, now: Date): string {
  const date = new Date(time);
  return (date.toDateString() === now.toDateString() ? clock : dayOfYear).format(date);
}

const zone = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short" });

/** The browser's time zone at a given time: `GMT+5:30`, `UTC`. */
export const timeZoneName = (at: Date): string =>
  zone.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "UTC";

/** `1 item`, `3 items`. */
export const count = (quantity: number, one: string, many = `${one}s`): string =>
  `${quantity} ${quantity === 1 ? one : many}`;
