import { once } from "./once.ts";
import { type Shop, demoShop } from "./shop.ts";

/** How a shop writes dates. */
export type TimeFormat = Pick<Shop, "locale" | "timeZone">;

const dateFormat = ({ locale, timeZone }: TimeFormat) =>
  new Intl.DateTimeFormat(locale ?? "en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    timeZone,
  });

const usualFormat = once(() => dateFormat(demoShop));

/** Writes a point in time as a person reads it, with its time zone: `1 March 2026 at 11:59 UTC`. */
export const formatTime = (time: string, shop?: TimeFormat): string =>
  (shop === undefined ? usualFormat() : dateFormat(shop)).format(new Date(time));

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1_000],
] as const;

/** Writes a length of time, in milliseconds, as a person reads it: `1 day 2 hours`. Less than a second is left out. */
export function formatDuration(ms: number): string {
  let left = ms;
  const parts = units.flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? "" : "s"}`];
  });
  return parts.length === 0 ? "less than a second" : parts.join(" ");
}
