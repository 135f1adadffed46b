import { expect, test } from "vitest";
import { pages } from "../src/index.ts";

test("the pages of a payment are found by its id", () => {
  expect(pages.confirm("pay_1")).toBe("/payments/pay_1/confirm");
  expect(pages.receipt("pay_1")).toBe("/payments/pay_1/receipt");
});
