import { expect, test } from "vitest";
import { cancelOrderInput, createOrderInput, limits, listOrdersInput, payOrderInput } from "../src/index.ts";
import { issuesOf } from "./issues.ts";

const line = (productId: unknown, quantity: unknown = 1) => ({ productId, quantity });
const lines = (count: number) => Array.from({ length: count }, (_, index) => line(index + 1));
const order = (items: unknown, more = {}) => ({ items, paymentMethod: "COD", ...more });

test.each([1, limits.orderLines])("an order of %i lines is taken as it is", (count) => {
  expect(createOrderInput.parse(order(lines(count)))).toEqual(order(lines(count)));
});

test.each([0, limits.orderLines + 1])("an order of %i lines is refused", (count) => {
  expect(issuesOf(createOrderInput, order(lines(count)))).toEqual(["items must have 1 to 50 lines"]);
});

test.each([1, limits.lineQuantity])("a quantity of %i is taken", (quantity) => {
  expect(issuesOf(createOrderInput, order([line(1, quantity)]))).toEqual([]);
});

test.each([0, -1, 1.5, limits.lineQuantity + 1, 1e9, Number.NaN, "2", null, undefined])(
  "a quantity of %j is refused",
  (quantity) => {
    expect(issuesOf(createOrderInput, order([{ productId: 1, quantity }]))).toEqual([
      "items.0.quantity must be a whole number from 1 to 99",
    ]);
  },
);

test("a product is named by an id that JSON can carry", () => {
  expect(issuesOf(createOrderInput, order([line(Number.MAX_SAFE_INTEGER)]))).toEqual([]);
  for (const id of [0, -1, 1.5, Number.MAX_SAFE_INTEGER + 1, "1", null])
    expect(issuesOf(createOrderInput, order([line(id)]))).toEqual([
      "items.0.productId must be a whole number from 1 up, such as 42",
    ]);
});

test("each line that names a product again is refused", () => {
  expect(issuesOf(createOrderInput, order([line(7), line(8), line(7, 2), line(7)]))).toEqual([
    "items.2.productId names product 7 a second time; give each product one line",
    "items.3.productId names product 7 a second time; give each product one line",
  ]);
});

test("every fault of an input is named at once", () => {
  expect(issuesOf(createOrderInput, { items: [line(0, 0)], paymentMethod: "CARD" })).toEqual([
    "items.0.productId must be a whole number from 1 up, such as 42",
    "items.0.quantity must be a whole number from 1 to 99",
    "paymentMethod must be one of COD, ONLINE",
  ]);
});

test("an unknown key is refused by its name, in the input and in a line", () => {
  expect(issuesOf(createOrderInput, order(lines(1), { total: 1, price: 1 }))).toEqual([
    'must not have the unknown keys "total", "price"',
  ]);
  expect(issuesOf(createOrderInput, order([{ ...line(1), price: 1 }]))).toEqual([
    'items.0 must not have the unknown key "price"',
  ]);
  for (const schema of [payOrderInput, cancelOrderInput])
    expect(issuesOf(schema, { id: 1, force: true })).toEqual(['must not have the unknown key "force"']);
  expect(issuesOf(listOrdersInput, { sort: "asc" })).toEqual(['must not have the unknown key "sort"']);
});

test("a reason may be left out, or fill its limit", () => {
  expect(issuesOf(cancelOrderInput, { id: 1 })).toEqual([]);
  expect(issuesOf(cancelOrderInput, { id: 1, reason: "x".repeat(limits.reasonLength) })).toEqual([]);
  expect(issuesOf(cancelOrderInput, { id: 1, reason: "x".repeat(limits.reasonLength + 1) })).toEqual([
    "reason must have at most 500 characters",
  ]);
});
