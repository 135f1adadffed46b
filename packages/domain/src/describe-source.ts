import { type MaskedSource, cardBrandNames } from "@till/contracts";

/** The source of a payment in a sentence: `a Visa card ending in 4242`. */
export function describeSource(source: MaskedSource): string {
  switch (source.type) {
    case "card":
      return `a ${cardBrandNames[source.brand]} card ending in ${source.last4}`;
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
  const name = describeSource(source).replace(/^(?:a|the) /, "");
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
