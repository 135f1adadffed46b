import { currencies } from "@till/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readAmount, writeAmount } from "../src/amount.ts";
import { formatMoney } from "../src/format.ts";

test.each([
  ["1499.5", "INR", 149_950],
  ["1499.", "INR", 149_900],
  ["0.07", "INR", 7],
  ["007", "INR", 700],
  ["1.15", "INR", 115],
  [" 250 ", "INR", 25_000],
  ["1,250", "INR", 125_000],
  ["1,000.50", "INR", 100_050],
  ["1,00,000", "INR", 10_000_000],
  ["12,34,567.89", "INR", 123_456_789],
  ["100,000", "INR", 10_000_000],
  ["₹1,250.00", "INR", 125_000],
  ["₹ 1,250", "INR", 125_000],
  ["1,250", "EUR", 125_000],
  ["$99.5", "USD", 9_950],
] as const)("“%s” in %s is %i minor units", (text, currency, amount) => {
  expect(readAmount(text, currency)).toBe(amount);
});

test.each([
  ["", "INR"],
  [".", "INR"],
  [".5", "INR"],
  ["-1", "INR"],
  ["+1", "INR"],
  ["1e3", "INR"],
  ["1.005", "INR"],
  ["1.250", "INR"],
  ["12,50", "INR"],
  ["1,5", "INR"],
  ["1 250", "INR"],
  ["1\u00A0250", "INR"],
  ["1.250,00", "INR"],
  ["1,250,00", "INR"],
  ["1,2500", "INR"],
  ["1,,250", "INR"],
  ["1'250", "INR"],
  ["1.2.5", "INR"],
  ["$250", "INR"],
  ["1,00,000", "USD"],
  ["99999999999999999", "INR"],
] as const)("“%s” in %s is ambiguous or no amount, so it is refused", (text, currency) => {
  expect(readAmount(text, currency)).toBeNull();
});

const amounts = fc.nat(9_999_999_999);
const anyCurrency = fc.constantFrom(...currencies);

test("every amount that the shop writes, in a form or on a page, is read back unchanged", () => {
  fc.assert(
    fc.property(amounts, anyCurrency, (amount, currency) => {
      expect(readAmount(writeAmount(amount, currency), currency)).toBe(amount);
      expect(readAmount(formatMoney(amount, currency), currency)).toBe(amount);
    }),
  );
});

test("any input is refused, or is the number that its digits say", () => {
  const typed = fc.string({ unit: fc.constantFrom(...Array.from("0123456789,. ")), maxLength: 12 });
  fc.assert(
    fc.property(typed, anyCurrency, (text, currency) => {
      const amount = readAmount(text, currency);
      if (amount === null) return;
      const [whole = "", fraction = ""] = text.trim().replaceAll(",", "").split(".");
      expect(amount).toBe(Number(whole) * 100 + Number(fraction.padEnd(2, "0")));
      // A comma that could be a decimal comma makes the text ambiguous.
      expect(text).not.toMatch(/,\d{0,2}(?:\.|\s*$)/);
    }),
    { numRuns: 2_000 },
  );
});
