import { type CardBrand, type MaskedSource, cardBrandNames } from "@till/contracts";

/** The source of a payment in a sentence: `a Visa card ending in 4242`. */
export function describeSource(source: MaskedSource): string {
  switch (source.type) {
    case "card":
      return `${withArticle(nameOfBrand(source.brand))} ending in ${source.last4}`;
    case "upi":
      return `UPI ${source.address}`;
    case "token":
      return `the test token ${source.token}`;
    case "cash":
      return "cash";
  }
}

/** The source of a payment on its own, as a label: `Visa card ending in 4242`. */
export function sourceLabel(source: MaskedSource): string {
  const name = describeSource(source).replace(/^(?:an?|the) /, "");
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** A card of a brand: `Visa card`. A brand that Till has no name for is written as the gateway tells it. */
function nameOfBrand(brand: string): string {
  if (brand === "unknown") return "card";
  const name = isKnownBrand(brand) ? cardBrandNames[brand] : brand.replaceAll("_", " ");
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} card`;
}

const isKnownBrand = (brand: string): brand is CardBrand => Object.hasOwn(cardBrandNames, brand);

const withArticle = (noun: string) => `${/^[aeio]/i.test(noun) ? "an" : "a"} ${noun}`;
