import { type MaskedSource, cardBrandNames, cardBrands, limits, maskedSourceSchema } from "@till/contracts";
import { expect, test } from "vitest";
import { describeSource, sentenceToKeep, sourceLabel, sourceOfCard } from "../src/index.ts";

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
  expect(describeSource({ type: "card", brand, last4: "0002" })).toMatch(
    new RegExp(`^an? ${cardBrandNames[brand]} card ending in 0002$`),
  );
});

test.each([
  ["amex", "an American Express card ending in 0002", "American Express card ending in 0002"],
  ["carte_bancaire", "a Carte bancaire card ending in 0002", "Carte bancaire card ending in 0002"],
  ["unknown", "a card ending in 0002", "Card ending in 0002"],
])("a card of the brand %s, which only a gateway tells of, has a name too", (brand, sentence, label) => {
  expect(describeSource({ type: "card", brand, last4: "0002" })).toBe(sentence);
  expect(sourceLabel({ type: "card", brand, last4: "0002" })).toBe(label);
});

test.each([
  [
    { brand: " American-Express", last4: "0005" },
    { type: "card", brand: "american_express", last4: "0005" },
  ],
  [{ brand: "visa", last4: "4000 0000 0000 0005" }, null],
  [{ brand: "<b>", last4: "0005" }, null],
])("of the card %j of a gateway %j is kept", (card, kept) => {
  expect(sourceOfCard(card)).toEqual(kept);
});

test("what a gateway says is kept as plain text on one line, and not without end", () => {
  expect(sentenceToKeep("Call\n your\u202e bank.")).toBe("Call your bank.");
  expect(sentenceToKeep("a".repeat(9_999))).toBe("a".repeat(limits.gatewaySentenceLength));
  expect(sentenceToKeep("\u200b ")).toBeNull();
});
