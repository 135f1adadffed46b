import type { DaySummary } from "@till/contracts";
import { expect, test } from "vitest";
import { currenciesOf, dayName, reasonsOf } from "../src/counter/overview/day-summaries.ts";

const day = (changes: Partial<DaySummary>): DaySummary => ({
  date: "2026-03-01",
  from: "2026-02-28T18:30:00.000Z",
  until: "2026-03-01T18:30:00.000Z",
  placed: 0,
  paid: 0,
  cancelled: 0,
  refunded: 0,
  amounts: [],
  declines: [],
  ...changes,
});

test("a day is named by its date, in every time zone", () => {
  expect(dayName("2026-03-01")).toBe("1 Mar");
  expect(dayName("2026-12-31")).toBe("31 Dec");
});

test("the currency with the largest turnover comes first", () => {
  const days = [
    day({ amounts: [{ currency: "INR", paid: 500, refunded: 0 }] }),
    day({
      amounts: [
        { currency: "EUR", paid: 700, refunded: 900 },
        { currency: "INR", paid: 300, refunded: 0 },
      ],
    }),
  ];
  expect(currenciesOf(days)).toEqual(["INR", "EUR"]);
  expect(currenciesOf([day({})])).toEqual(["INR"]);
});

test("the reasons of all days are counted together, the most frequent first", () => {
  const days = [
    day({ declines: [{ declineCode: "generic_decline", attempts: 2 }] }),
    day({
      declines: [
        { declineCode: "expired_card", attempts: 4 },
        { declineCode: "generic_decline", attempts: 1 },
      ],
    }),
  ];
  expect(reasonsOf(days)).toEqual([
    { declineCode: "expired_card", attempts: 4 },
    { declineCode: "generic_decline", attempts: 3 },
  ]);
});
