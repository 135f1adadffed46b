import { type MaskedSource, cardBrandNames } from "@till/contracts";

/** The label of a payment source: `Visa ending in 4242`. */
export function sourceLabel(source: MaskedSource): string {
  switch (source.type) {
    case "card":
      return `${cardBrandNames[source.brand]} ending in ${source.last4}`;
    case "upi":
      return `UPI ${source.address}`;
    case "token":
      return `Test token ${source.token}`;
    case "cash":
      return "Cash";
  }
}
