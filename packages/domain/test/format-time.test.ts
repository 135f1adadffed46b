import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration, formatTime } from "../src/format-time.ts";

test.each([
  ["2026-03-01T11:59:59.999Z", "1 March 2026 at 11:59 UTC"],
  ["2026-12-31T23:59:00.000Z", "31 December 2026 at 23:59 UTC"],
  ["2027-01-01T00:00:00.000Z", "1 January 2027 at 00:00 UTC"],
  ["2028-02-29T12:05:00.000Z", "29 February 2028 at 12:05 UTC"],
])("%s reads as %s", (time, text) => {
  expect(formatTime(time)).toBe(text);
});

test("a shop may write times in its own locale and time zone", () => {
  const time = "2026-12-31T23:59:00.000Z";
  expect(formatTime(time, { locale: null, timeZone: "Asia/Kolkata" })).toBe("1 January 2027 at 05:29 GMT+5:30");
  expect(formatTime(time, { locale: "de-DE", timeZone: "UTC" })).toBe("31. Dezember 2026 um 23:59 UTC");
});

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

test("day, month, year, hour and minute are those of the time itself, wherever this runs", () => {
  const dates = fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(dates, (date) => {
      const [year = "", month = "", day = "", hour = "", minute = ""] = date.toISOString().split(/\D/);
      expect(formatTime(date.toISOString())).toBe(
        `${Number(day)} ${months[Number(month) - 1]} ${year} at ${hour}:${minute} UTC`,
      );
    }),
  );
});

test.each([
  [0, "less than a second"],
  [999, "less than a second"],
  [1_000, "1 second"],
  [31 * 60_000, "31 minutes"],
  [3_600_000 + 1_500, "1 hour 1 second"],
  [50 * 3_600_000, "2 days 2 hours"],
])("%i ms are %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
