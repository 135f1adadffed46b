import { type MaskedSource, cardBrandNames, cardBrands, maskedSourceSchema } from "@till/contracts";
import { expect, test } from "vitest";
import { describeSource } from "../src/index.ts";

const described = {
  card: [{ type: "card", brand: "visa", last4: "4242" }, "a Visa card ending in 4242"],
  upi: [{ type: "upi", address: "success@razorpay" }, "UPI success@razorpay"],
  token: [{ type: "token", token: "sim:generic_decline>succeeded" }, "the test token sim:generic_decline>succeeded"],
  cash: [{ type: "cash" }, "cash"],
} satisfies { [Type in MaskedSource["type"]]: [MaskedSource, string] };

test.each(Object.values(described))("%j is described as %s", (source, text) => {
  expect(maskedSourceSchema.parse(source)).toEqual(source);
  expect(describeSource(source)).toBe(text);
});

test.each(cardBrands)("a %s card is called by its brand, with its last digits as they are", (brand) => {
  expect(describeSource({ type: "card", brand, last4: "0002" })).toBe(`a ${cardBrandNames[brand]} card ending in 0002`);
});
