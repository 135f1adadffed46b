import { tz } from "@date-fns/tz";
// One by one: the package's index loads 300 modules, which took a second of the start of every command.
import { addDays } from "date-fns/addDays";
import { formatISO } from "date-fns/formatISO";
import { getDaysInMonth } from "date-fns/getDaysInMonth";
import { parseISO } from "date-fns/parseISO";
import { startOfDay } from "date-fns/startOfDay";
import { subDays } from "date-fns/subDays";

/** One day of a calendar, from midnight to midnight as the clocks of its time zone show it. */
export interface Day {
  /** Such as `2026-03-01`. */
  readonly date: string;
  /** When it began, and when the next one begins: ISO 8601 in UTC with milliseconds. */
  readonly from: string;
  readonly until: string;
}

/**
 * The days of a time zone up to the day of `now`, the oldest first. A day on which the clocks change is shorter or longer
 * than 24 hours.
 */
export function lastDays(count: number, now: string, timezone: string): Day[] {
  const zone = { in: tz(timezone) };
  const today = startOfDay(now, zone);
  return Array.from({ length: count }, (_, index) => dayOf(subDays(today, count - 1 - index, zone), zone));
}

/** The day that a time is in. */
function dayOf(time: Date, zone: { in: ReturnType<typeof tz> }): Day {
  const from = startOfDay(time, zone);
  return {
    date: formatISO(from, { ...zone, representation: "date" }),
    from: utc(from),
    until: utc(startOfDay(addDays(from, 1, zone), zone)),
  };
}

/** A `TZDate` is written with its offset, and only in UTC is text order time order. */
const utc = (date: Date) => new Date(date).toISOString();

/** The days of a month of a time zone, such as `2026-11`, the first one first. */
export function daysOfMonth(month: string, timezone: string): Day[] {
  const zone = { in: tz(timezone) };
  const first = startOfDay(parseISO(`${month}-01`, zone), zone);
  return Array.from({ length: getDaysInMonth(first, zone) }, (_, index) => dayOf(addDays(first, index, zone), zone));
}
