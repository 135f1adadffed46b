import { currencies } from "@till/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formatMoney } from "../src/index.ts";

test.each([
  ["₹0.00", 0, "INR"],
  ["₹0.05", 5, "INR"],
  ["₹1,499.00", 149_900, "INR"],
  ["₹12,34,567.89", 123_456_789, "INR"],
  ["$1,234,567.89", 123_456_789, "USD"],
  ["€1,234.50", 123_450, "EUR"],
  ["£9.99", 999, "GBP"],
] as const)("%s is what %i of %s reads as", (text, amount, currency) => {
  expect(formatMoney(amount, currency)).toBe(text);
});

test("the digits of an amount are the digits that a person reads, however large it is", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.constantFrom(...currencies), (amount, currency) => {
      expect(formatMoney(amount, currency).replaceAll(/\D/g, "")).toBe(String(amount).padStart(3, "0"));
    }),
  );
});
