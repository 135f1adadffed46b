import { type Payment, type PaymentSourceInput, paymentSources } from "@till/contracts";

const lapsed = { expMonth: 1, expYear: 2020, cvc: "123" };

/** What an attempt was paid with, as far as Till keeps it: test sources only. Null for cash, and for what is not in the table. */
export function sourceOf({ source, declineCode }: Pick<Payment, "source" | "declineCode">): PaymentSourceInput | null {
  switch (source.type) {
    case "token":
      return { token: source.token };
    case "upi":
      return { upi: source.address };
    case "cash":
      return null;
    case "card": {
      const known = paymentSources.find(
        ({ card }) => card?.brand === source.brand && card.number.slice(-source.last4.length) === source.last4,
      );
      if (!known?.card) return null;
      // Each card of the table can lapse, and only one of them is declined for it otherwise.
      const isLapsed = declineCode === "expired_card" && known.outcome !== "expired_card";
      return isLapsed ? { card: { number: known.card.number, ...lapsed } } : { token: known.token ?? "" };
    }
  }
}
