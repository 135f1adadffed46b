import * as fc from "fast-check";
import { expect, test } from "vitest";
import { toMajorUnits, toMinorUnits } from "../src/counter/orders/minor-units.ts";

test.each([
  ["1499.5", 2, 149_950],
  ["1499.", 2, 149_900],
  ["0.07", 2, 7],
  ["007", 2, 700],
  ["1.15", 2, 115],
  ["500", 0, 500],
  ["1.234", 3, 1_234],
])("%s with %i decimals are %i minor units", (text, decimals, amount) => {
  expect(toMinorUnits(text, decimals)).toBe(amount);
});

test.each([
  ["", 2],
  [".", 2],
  [".5", 2],
  ["-1", 2],
  ["1,5", 2],
  ["1e3", 2],
  ["1.005", 2],
  ["1.5", 0],
  ["99999999999999999", 2],
])("“%s” with %i decimals is no amount", (text, decimals) => {
  expect(toMinorUnits(text, decimals)).toBeNull();
});

test("every amount comes back as it went", () => {
  fc.assert(
    fc.property(fc.nat(99_999_999), fc.integer({ min: 0, max: 3 }), (amount, decimals) => {
      expect(toMinorUnits(toMajorUnits(amount, decimals), decimals)).toBe(amount);
    }),
  );
});
