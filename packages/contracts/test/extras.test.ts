import { expect, test } from "vitest";
import { createOrderInput, limits, quoteOrderInput } from "../src/index.ts";
import { issuesOf } from "./issues.ts";

const items = [{ productId: 1, quantity: 1 }];
const shipping = { type: "SHIPPING", name: "Parcel", amount: 500 };
const tax = { ...shipping, type: "TAX", name: "VAT" };
const many = (count: number) => Array.from({ length: count }, () => shipping);

test.each([
  ["nothing", []],
  ["as many as may be", many(limits.orderExtras)],
  ["free delivery", [{ ...shipping, amount: 0 }]],
  ["a fee", [{ ...shipping, type: "FEE" }]],
  ["a tax that is added", [{ ...tax, rate: 0 }]],
  ["a tax that is included", [{ ...tax, included: true, rate: limits.taxRate }]],
])("%s is taken as it is, by a quote and by an order", (_what, extras) => {
  expect(quoteOrderInput.parse({ items, extras })).toEqual({ items, extras });
  const order = { items, paymentMethod: "COD", extras };
  expect(createOrderInput.parse(order)).toEqual(order);
});

const onlyTax = "must be left out, because only a TAX has it";
const wholeAmount = "must be a whole number of minor units from 0 to 99999999";
const wholeRate = "must be a whole number of basis points from 0 to 100000; 19 % is 1900";

test.each([
  ["one too many", many(limits.orderExtras + 1), "extras must have 10 lines at most"],
  ["an unknown type", [{ ...shipping, type: "TIP" }], "extras.0.type must be one of SHIPPING, FEE, TAX"],
  ["no name", [{ ...shipping, name: " " }], "extras.0.name must have at least 1 character"],
  ["a long name", [{ ...shipping, name: "x".repeat(101) }], "extras.0.name must have at most 100 characters"],
  ["an amount below nothing", [shipping, { ...shipping, amount: -1 }], `extras.1.amount ${wholeAmount}`],
  ["an amount with a fraction", [{ ...shipping, amount: 0.5 }], `extras.0.amount ${wholeAmount}`],
  ["a rate with a fraction", [{ ...tax, rate: 0.19 }], `extras.0.rate ${wholeRate}`],
  ["a rate of shipping", [{ ...shipping, rate: 1_900 }], `extras.0.rate ${onlyTax}`],
  ["shipping that is included", [{ ...shipping, included: true }], `extras.0.included ${onlyTax}`],
  [
    "an unknown field",
    [{ ...shipping, taxes: 1 }],
    'extras.0 must not have the unknown key "taxes" (known: type, name, amount, included, rate)',
  ],
])("%s is refused with the field's name", (_what, extras, issue) => {
  expect(issuesOf(quoteOrderInput, { items, extras })).toEqual([issue]);
});
