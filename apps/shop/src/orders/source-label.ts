import { type MaskedSource, cardBrandNames } from "@till/contracts";

/** What a payment was made with: `Visa ending in 4242`. */
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
