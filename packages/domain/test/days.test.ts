import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lastDays } from "../src/index.ts";

const hours = ({ from, until }: { from: string; until: string }) => (Date.parse(until) - Date.parse(from)) / 3_600_000;

test("days begin at midnight where the clock hangs, and the last one is that of now", () => {
  expect(lastDays(2, "2026-03-01T18:29:59.999Z", "Asia/Kolkata")).toEqual([
    { date: "2026-02-28", from: "2026-02-27T18:30:00.000Z", until: "2026-02-28T18:30:00.000Z" },
    { date: "2026-03-01", from: "2026-02-28T18:30:00.000Z", until: "2026-03-01T18:30:00.000Z" },
  ]);
  expect(lastDays(1, "2026-03-01T18:30:00.000Z", "Asia/Kolkata")).toEqual([
    { date: "2026-03-02", from: "2026-03-01T18:30:00.000Z", until: "2026-03-02T18:30:00.000Z" },
  ]);
});

test.each([
  ["put forward", "2026-03-30T12:00:00.000Z", "Europe/Berlin", "2026-03-29", 23],
  ["put back", "2026-10-26T12:00:00.000Z", "Europe/Berlin", "2026-10-25", 25],
  [
    "put forward at midnight, so that the day begins at one",
    "2026-04-25T12:00:00.000Z",
    "Africa/Cairo",
    "2026-04-24",
    23,
  ],
])("where clocks are %s, that day has its own length", (_what, now, timezone, date, length) => {
  const days = lastDays(3, now, timezone);
  expect(days.map((day) => [day.date, hours(day)])).toContainEqual([date, length]);
});

test("days follow each other without a gap, as many as asked for, and now lies in the last one", () => {
  const zones = fc.constantFrom("UTC", "Asia/Kolkata", "America/New_York", "Pacific/Chatham", "Africa/Cairo");
  const times = fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 31 }), times, zones, (count, time, timezone) => {
      const now = time.toISOString();
      const days = lastDays(count, now, timezone);
      expect(days).toHaveLength(count);
      expect(days.slice(1).map(({ from }) => from)).toEqual(days.slice(0, -1).map(({ until }) => until));
      const today = days.at(-1);
      expect(today && today.from <= now && now < today.until).toBe(true);
      const written = new Intl.DateTimeFormat("en-CA", { timeZone: timezone, dateStyle: "short" });
      expect(today?.date).toBe(written.format(time));
    }),
  );
});

test("in every time zone days begin at a quarter of an hour, as the running sums of a summary need", () => {
  const begins = Intl.supportedValuesOf("timeZone").flatMap((timezone) =>
    ["2025-01-15", "2026-07-15"].flatMap((date) => lastDays(2, `${date}T12:00:00.000Z`, timezone)),
  );
  expect(begins.length).toBeGreaterThan(1_000);
  expect(begins.filter(({ from }) => !/:(00|15|30|45):00\.000Z$/.test(from))).toEqual([]);
});
