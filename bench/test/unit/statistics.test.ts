import { expect, test } from "vitest";
import { median, pairedRatio, percentile } from "../../src/statistics.ts";

test("the median is the middle number, or the mean of the middle two", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test("a percentile is a measured value, by nearest rank", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 50)).toBe(50);
  expect(percentile(hundred, 99)).toBe(99);
  expect(percentile([7], 99)).toBe(7);
  expect(percentile([], 50)).toBeNaN();
});

test("a ratio is calculated for each round, so that a round that is slow for both does not change it", () => {
  expect(pairedRatio([80, 8, 81], [100, 10, 100])).toBeCloseTo(0.8);
  expect(pairedRatio([80, 90], [100])).toBeCloseTo(0.8);
});
