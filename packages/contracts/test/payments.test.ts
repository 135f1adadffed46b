import { expect, test } from "vitest";
import {
  limits,
  maskedSourceSchema,
  outcomes,
  paymentSchema,
  paymentSourceInput,
  paymentSources,
  scenarioPrefix,
} from "../src/index.ts";
import { issuesOf } from "./issues.ts";

const card = (changes = {}) => ({
  card: { number: "4242424242424242", expMonth: 12, expYear: 2030, cvc: "123", ...changes },
});
const oneOfThree = "must be one of {token}, {card: {number, expMonth, expYear, cvc}} and {upi}";

test.each(["4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242", " 4242 4242-42424242\t"])(
  "the card number %j is read as its digits",
  (number) => {
    expect(paymentSourceInput.parse(card({ number }))).toEqual(card());
  },
);

test("a card number has 12 to 19 digits and nothing else", () => {
  for (const length of [12, 19]) expect(issuesOf(paymentSourceInput, card({ number: "4".repeat(length) }))).toEqual([]);
  for (const number of [
    "",
    "4".repeat(11),
    "4".repeat(20),
    "4242.4242.4242.4242",
    "४२४२४२४२४२४२४२४२",
    "4242 4242 4242 424x",
  ])
    expect(issuesOf(paymentSourceInput, card({ number }))).toEqual([
      "card.number must be a card number of 12 to 19 digits",
    ]);
});

test("each part of a card has its rule", () => {
  for (const part of [{ expMonth: 1 }, { expYear: 2000 }, { expYear: 2100 }, { cvc: "1234" }])
    expect(issuesOf(paymentSourceInput, card(part))).toEqual([]);
  for (const expMonth of [0, 13])
    expect(issuesOf(paymentSourceInput, card({ expMonth }))).toEqual(["card.expMonth must be a month from 1 to 12"]);
  for (const expYear of [30, 1999, 2101])
    expect(issuesOf(paymentSourceInput, card({ expYear }))).toEqual([
      "card.expYear must be a year of four digits, such as 2030",
    ]);
  for (const cvc of ["12", "12345", "12a"])
    expect(issuesOf(paymentSourceInput, card({ cvc }))).toEqual(["card.cvc must be 3 or 4 digits"]);
  expect(issuesOf(paymentSourceInput, card({ name: "A. Person" }))).toEqual([
    'card must not have the unknown key "name" (known: number, expMonth, expYear, cvc)',
  ]);
});

test.each([{ token: "pm_card_visa" }, { token: "t".repeat(300) }, { upi: "success@razorpay" }])(
  "%j is a source",
  (source) => {
    expect(paymentSourceInput.parse(source)).toEqual(source);
  },
);

test("every source of the table has the form of an input, and so has the longest scenario", () => {
  for (const { token, card: plastic, upi } of paymentSources) {
    if (token !== null) expect(issuesOf(paymentSourceInput, { token })).toEqual([]);
    if (plastic !== null) expect(issuesOf(paymentSourceInput, card({ number: plastic.number }))).toEqual([]);
    if (upi !== null) expect(issuesOf(paymentSourceInput, { upi })).toEqual([]);
  }
  const [longest = ""] = outcomes.toSorted((a, b) => b.length - a.length);
  const steps = Array.from({ length: limits.scenarioSteps }, () => longest);
  expect(issuesOf(paymentSourceInput, { token: `${scenarioPrefix}${steps.join(">")}` })).toEqual([]);
  expect(issuesOf(paymentSourceInput, { token: "t".repeat(301) })).toEqual(["token must have at most 300 characters"]);
});

test.each([{}, { token: "pm_card_visa", upi: "success@razorpay" }, { ...card(), upi: "a@b" }])(
  "%j is not one source",
  (source) => {
    expect(issuesOf(paymentSourceInput, source)).toEqual([oneOfThree]);
  },
);

test.each([
  [null, "must be an object"],
  ["pm_card_visa", "must be an object"],
  [{ token: 1 }, "token must be a string"],
  [{ card: { ...card().card, expMonth: "12" } }, "card.expMonth must be a month from 1 to 12"],
])("%j names what is wrong with it", (source, issue) => {
  expect(issuesOf(paymentSourceInput, source)).toEqual([issue]);
});

test("a masked source has no room for a card number", () => {
  const masked = { type: "card", brand: "visa", last4: "4242" };
  expect(maskedSourceSchema.parse({ ...masked, number: "4242424242424242" })).toEqual(masked);
  for (const last4 of ["424", "42424", "4242424242424242"])
    expect(maskedSourceSchema.safeParse({ ...masked, last4 }).success).toBe(false);
});

test.each([{ type: "upi", address: "success@razorpay" }, { type: "token", token: "sim:succeeded" }, { type: "cash" }])(
  "%j is kept as it is, and nothing beside it",
  (masked) => {
    expect(maskedSourceSchema.parse({ ...masked, number: "4242424242424242" })).toEqual(masked);
  },
);

test("an attempt that the customer has to confirm says where, and anything else is no attempt", () => {
  const payment = {
    id: "pay_1",
    orderId: 42,
    amount: 149_900,
    status: "REQUIRES_ACTION",
    method: "ONLINE",
    source: { type: "card", brand: "visa", last4: "3220" },
    declineCode: null,
    declineMessage: null,
    gatewaySentence: null,
    nextAction: { type: "redirect", url: "https://till.example/payments/pay_1/confirm" },
    createdAt: "2026-03-01T12:00:00.000Z",
    settledAt: null,
  };
  expect(paymentSchema.parse(payment)).toEqual(payment);
  for (const wrong of [
    { status: "OPEN" },
    { declineCode: "bad_luck" },
    { nextAction: { type: "redirect" } },
    { nextAction: { type: "call", url: "https://till.example" } },
    { amount: 1.5 },
  ])
    expect(paymentSchema.safeParse({ ...payment, ...wrong }).success).toBe(false);
});
