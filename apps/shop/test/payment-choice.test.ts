import { paymentSourceInput, paymentSources } from "@till/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  groupDigits,
  methodOf,
  noChoice,
  readExpiry,
  sourceOf,
  validate,
  writeExpiry,
} from "../src/checkout/payment-choice.ts";

const card = { ...noChoice, number: "4242 4242 4242 4242", expiry: "12/34", cvc: "123" };

test("input is formatted as on a card", () => {
  expect(["4", "42424", "4242-4242x4242 4242", "1".repeat(25)].map(groupDigits)).toEqual([
    "4",
    "4242 4",
    "4242 4242 4242 4242",
    "1111 1111 1111 1111 111",
  ]);
  expect(["1", "12", "123", "12/", "12/3", "12/345"].map(writeExpiry)).toEqual([
    "1",
    "12",
    "12/3",
    "12/",
    "12/3",
    "12/34",
  ]);
  expect(["1/", "1/3", "1/30", "5", "530", "130", "0/", "0", ""].map(writeExpiry)).toEqual([
    "01/",
    "01/3",
    "01/30",
    "05",
    "05/30",
    "01/30",
    "00/",
    "0",
    "",
  ]);
});

test("a month and a year typed digit by digit are read as that month and year, in every notation", () => {
  const separators = fc.constantFrom("/", "-", " / ", "");
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 21, max: 99 }),
      fc.boolean(),
      fc.boolean(),
      separators,
      (month, year, isPadded, isLong, separator) => {
        // Without a separator, 1 and 26 read as 12 and 6, so the month needs two digits.
        const monthText = isPadded || separator === "" ? String(month).padStart(2, "0") : String(month);
        const typed = `${monthText}${separator}${isLong ? "20" : ""}${year}`;
        const written = Array.from(typed).reduce((field, key) => writeExpiry(field + key), "");
        expect(readExpiry(written)).toEqual({ expMonth: month, expYear: 2000 + year });
      },
    ),
  );
});

test("a card, a token, a UPI address and cash become the sources that Till accepts", () => {
  expect(sourceOf(card)).toEqual({ card: { number: "4242424242424242", expMonth: 12, expYear: 2034, cvc: "123" } });
  expect(sourceOf({ ...card, token: "pm_card_processing" })).toEqual({ token: "pm_card_processing" });
  expect(sourceOf({ ...noChoice, way: "upi", upi: " success@razorpay " })).toEqual({ upi: "success@razorpay" });
  expect(methodOf({ ...noChoice, way: "cash" })).toBe("COD");
  for (const { card: known } of paymentSources) {
    if (known)
      expect(paymentSourceInput.safeParse(sourceOf({ ...card, number: groupDigits(known.number) })).success).toBe(true);
  }
});

test.for([
  ["number", "4242 4242 424", "A card number has 12 to 19 digits."],
  ["number", "4242 4242 4242 4243", "This is not a card number. Check its digits."],
  ["number", "4111 1111 1111 1111", "Use one of the test cards. Don't enter a real card."],
  ["expiry", "13/34", "Enter month and year, such as 12/34."],
  ["expiry", "1", "Enter month and year, such as 12/34."],
  ["expiry", "01/20", "This card has expired. Enter a later date."],
  ["cvc", "12", "Enter 3 or 4 digits."],
] as const)("%s “%s”: %s", ([field, text, sentence]) => {
  expect(validate[field](text, card)).toBe(sentence);
  expect(validate[field](text, { ...card, way: "cash" })).toBeNull();
  expect(validate[field](text, { ...card, token: "pm_card_processing" })).toBeNull();
});

test("a card is valid until the end of its month", () => {
  const now = new Date();
  const thisMonth = `${String(now.getMonth() + 1).padStart(2, "0")}/${String(now.getFullYear()).slice(2)}`;
  expect(validate.expiry(thisMonth, card)).toBeNull();
});

test("every test card has a valid number", () => {
  for (const { card: known } of paymentSources)
    if (known) expect(validate.number(groupDigits(known.number), card)).toBeNull();
});

test("a UPI address needs a name and a bank, and must be a test address", () => {
  const upi = { ...noChoice, way: "upi" as const };
  expect(validate.upi("me", upi)).toBe("Enter an address such as name@bank.");
  expect(validate.upi("me@bank", upi)).toBe("Use one of the test UPI addresses below.");
  expect(validate.upi(" Success@razorpay ", upi)).toBeNull();
  expect(validate.upi("", card)).toBeNull();
});
