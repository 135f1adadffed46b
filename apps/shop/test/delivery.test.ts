import { expect, test } from "vitest";
import { type Delivery, addressOf, countryChoices, noDelivery, validateDelivery } from "../src/checkout/delivery.ts";

const home: Delivery = { ...noDelivery, isWanted: true, line1: " 14 Lavelle Road ", city: "Bengaluru", country: "IN" };

const mistakes = (delivery: Delivery) =>
  Object.entries(validateDelivery).map(([field, check]) =>
    check(delivery[field as keyof typeof validateDelivery], delivery),
  );

test("an address has the fields that are filled in, without the space around them", () => {
  expect(addressOf(home)).toEqual({ line1: "14 Lavelle Road", city: "Bengaluru", country: "IN" });
  expect(addressOf({ ...home, postalCode: "560001 ", region: " " })).toEqual({
    line1: "14 Lavelle Road",
    city: "Bengaluru",
    country: "IN",
    postalCode: "560001",
  });
});

test("an address that is not wanted is none, and has no mistakes", () => {
  expect(addressOf({ ...home, isWanted: false })).toBeNull();
  expect(mistakes(noDelivery)).toEqual([null, null, null]);
});

test("street, city and country are needed, and each says so", () => {
  expect(mistakes(home)).toEqual([null, null, null]);
  expect(mistakes({ ...noDelivery, isWanted: true, line1: " " })).toEqual([
    "Enter the street and number.",
    "Enter the city.",
    "Choose the country.",
  ]);
});

test("countries are listed by their names", () => {
  expect(countryChoices.slice(0, 2).map(({ label }) => label)).toEqual(["Afghanistan", "Åland Islands"]);
});
