import { paymentSourceInput, paymentSources } from "@till/contracts";
import { expect, test } from "vitest";
import { groupDigits, methodOf, noChoice, sourceOf, validate, writeExpiry } from "../src/checkout/payment-choice.ts";

const card = { ...noChoice, number: "4242 4242 4242 4242", expiry: "12/34", cvc: "123" };

test("what one types is written as it stands on a card", () => {
  expect(["4", "42424", "4242-4242x4242 4242", "1".repeat(25)].map(groupDigits)).toEqual([
    "4",
    "4242 4",
    "4242 4242 4242 4242",
    "1111 1111 1111 1111 111",
  ]);
  expect(["1", "12", "123", "12/3", "12/345"].map(writeExpiry)).toEqual(["1", "12", "12/3", "12/3", "12/34"]);
});

test("a card, a token, a UPI address and cash are what Till takes", () => {
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
  ["expiry", "13/34", "Write it as month/year, such as 12/34."],
  ["expiry", "1", "Write it as month/year, such as 12/34."],
  ["expiry", "01/20", "This month is over. Any month to come will do."],
  ["cvc", "12", "3 or 4 digits."],
] as const)("%s “%s”: %s", ([field, text, sentence]) => {
  expect(validate[field](text, card)).toBe(sentence);
  expect(validate[field](text, { ...card, way: "cash" })).toBeNull();
  expect(validate[field](text, { ...card, token: "pm_card_processing" })).toBeNull();
});

test("the month that runs is good to its end", () => {
  const now = new Date();
  const thisMonth = `${String(now.getMonth() + 1).padStart(2, "0")}/${String(now.getFullYear()).slice(2)}`;
  expect(validate.expiry(thisMonth, card)).toBeNull();
});

test("a UPI address has a name and a bank", () => {
  const upi = { ...noChoice, way: "upi" as const };
  expect(validate.upi("me", upi)).toBe("Write it as name@bank.");
  expect(validate.upi("me@bank", upi)).toBeNull();
  expect(validate.upi("", card)).toBeNull();
});
