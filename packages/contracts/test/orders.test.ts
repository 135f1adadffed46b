import { expect, test } from "vitest";
import {
  cancelOrderInput,
  collectOrderInput,
  confirmPaymentInput,
  createOrderInput,
  limits,
  listOrdersInput,
  payOrderInput,
  refundOrderInput,
} from "../src/index.ts";
import { issuesOf } from "./issues.ts";

const line = (productId: unknown, quantity: unknown = 1) => ({ productId, quantity });
const lines = (count: number) => Array.from({ length: count }, (_, index) => line(index + 1));
const confirmation = { id: 1, paymentId: "pay_1", outcome: "COMPLETE" };
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
    expect.stringMatching(/^must not have the unknown keys "total", "price" \(known: items, paymentMethod, /),
  ]);
  expect(issuesOf(createOrderInput, order([{ ...line(1), price: 1 }]))).toEqual([
    'items.0 must not have the unknown key "price" (known: productId, quantity)',
  ]);
  for (const schema of [payOrderInput, collectOrderInput, cancelOrderInput, refundOrderInput])
    expect(issuesOf(schema, { id: 1, force: true })).toEqual([
      expect.stringMatching(/^must not have the unknown key "force" \(known: id, /),
    ]);
  expect(issuesOf(confirmPaymentInput, { ...confirmation, force: true })).toEqual([
    'must not have the unknown key "force" (known: id, paymentId, outcome)',
  ]);
  expect(issuesOf(listOrdersInput, { sort: "asc" })).toEqual([
    expect.stringMatching(/^must not have the unknown key "sort" \(known: status, /),
  ]);
});

test.each([
  ["cancelled", cancelOrderInput],
  ["refunded", refundOrderInput],
])("the reason why an order is %s may be left out, or fill its limit", (_what, schema) => {
  expect(issuesOf(schema, { id: 1 })).toEqual([]);
  expect(issuesOf(schema, { id: 1, reason: "x".repeat(limits.reasonLength) })).toEqual([]);
  expect(issuesOf(schema, { id: 1, reason: "x".repeat(limits.reasonLength + 1) })).toEqual([
    "reason must have at most 500 characters",
  ]);
  expect(issuesOf(schema, { id: 1, reason: " " })).toEqual(["reason must have at least 1 character"]);
  expect(issuesOf(schema, { id: 1, reason: "a\nb" })).toEqual(["reason must be plain text on one line"]);
});

test("a command that does something may be sent again under its key", () => {
  for (const schema of [payOrderInput, collectOrderInput, cancelOrderInput, refundOrderInput])
    expect(schema.parse({ id: 1, idempotencyKey: "once" })).toEqual({ id: 1, idempotencyKey: "once" });
});

test("a confirmation names its attempt and what the customer told their bank", () => {
  for (const outcome of ["COMPLETE", "REJECT"])
    expect(issuesOf(confirmPaymentInput, { ...confirmation, outcome })).toEqual([]);
  expect(issuesOf(confirmPaymentInput, { id: 1 })).toEqual([
    "paymentId is missing",
    "outcome must be one of COMPLETE, REJECT",
  ]);
  for (const outcome of ["complete", "SUCCEEDED", null])
    expect(issuesOf(confirmPaymentInput, { ...confirmation, outcome })).toEqual([
      "outcome must be one of COMPLETE, REJECT",
    ]);
  expect(issuesOf(confirmPaymentInput, { ...confirmation, paymentId: "" })).toEqual([
    "paymentId must have at least 1 character",
  ]);
  expect(issuesOf(confirmPaymentInput, { ...confirmation, paymentId: "p".repeat(101) })).toEqual([
    "paymentId must have at most 100 characters",
  ]);
});

test.each([1, limits.orderAmount])("a refund of %i minor units is taken, with or without its items", (amount) => {
  for (const more of [{}, { restock: true }, { restock: false }])
    expect(refundOrderInput.parse({ id: 1, amount, ...more })).toEqual({ id: 1, amount, ...more });
});

test.each([0, -1, 0.5, limits.orderAmount + 1, Number.NaN, "100", null])("a refund of %j is refused", (amount) => {
  expect(issuesOf(refundOrderInput, { id: 1, amount })).toEqual([
    "amount must be a whole number of minor units from 1 to 99999999",
  ]);
});

test.each(["yes", 1, null])("items are put back or they are not: %j is refused", (restock) => {
  expect(issuesOf(refundOrderInput, { id: 1, restock })).toEqual(["restock must be a boolean"]);
});
