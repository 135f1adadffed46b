import { type MaskedSource, cardBrandNames } from "@till/contracts";

/** What a payment was made with, as a person says it: `a Visa card ending in 4242`. */
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
