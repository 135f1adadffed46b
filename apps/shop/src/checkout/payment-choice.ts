import type { PaymentMethod, PaymentSourceInput } from "@till/contracts";

/** What a person has chosen and typed to pay with. */
export interface PaymentChoice {
  way: "card" | "upi" | "cash";
  number: string;
  expiry: string;
  cvc: string;
  upi: string;
  /** A test token in place of a card: there are outcomes that no card number stands for. */
  token: string | null;
}

export const noChoice: PaymentChoice = { way: "card", number: "", expiry: "", cvc: "", upi: "", token: null };

export const methodOf = ({ way }: PaymentChoice): PaymentMethod => (way === "cash" ? "COD" : "ONLINE");

/** `4242424242424242` → `4242 4242 4242 4242`, as one types. */
export const groupDigits = (text: string): string =>
  text
    .replaceAll(/\D/g, "")
    .slice(0, 19)
    .replaceAll(/(\d{4})(?=\d)/g, "$1 ");

/** `1230` → `12/30`, as one types. */
export function writeExpiry(text: string): string {
  const digits = text.replaceAll(/\D/g, "").slice(0, 4);
  return digits.length > 2 ? `${digits.slice(0, 2)}/${digits.slice(2)}` : digits;
}

const expiryPattern = /^(0[1-9]|1[0-2])\/(\d{2})$/;

function readExpiry(text: string): { expMonth: number; expYear: number } | null {
  const [, month, year] = expiryPattern.exec(text) ?? [];
  return month === undefined || year === undefined ? null : { expMonth: Number(month), expYear: 2000 + Number(year) };
}

/** What is wrong with each field, as sentences; null where nothing is. */
export const validate = {
  number: (number: string, { way, token }: PaymentChoice) =>
    way !== "card" || token !== null || /^\d{12,19}$/.test(number.replaceAll(" ", ""))
      ? null
      : "A card number has 12 to 19 digits.",
  expiry(expiry: string, { way, token }: PaymentChoice) {
    if (way !== "card" || token !== null) return null;
    const date = readExpiry(expiry);
    if (date === null) return "Write it as month/year, such as 12/34.";
    const isOver = new Date(date.expYear, date.expMonth) <= new Date();
    return isOver ? "This month is over. Any month to come will do." : null;
  },
  cvc: (cvc: string, { way, token }: PaymentChoice) =>
    way !== "card" || token !== null || /^\d{3,4}$/.test(cvc) ? null : "3 or 4 digits.",
  upi: (upi: string, { way }: PaymentChoice) =>
    way !== "upi" || /^\S+@\S+$/.test(upi.trim()) ? null : "Write it as name@bank.",
};

/** What Till is asked to pay with. Only of a choice in which nothing is wrong. */
export function sourceOf({ way, number, expiry, cvc, upi, token }: PaymentChoice): PaymentSourceInput {
  if (way === "upi") return { upi: upi.trim() };
  if (token !== null) return { token };
  const date = readExpiry(expiry);
  if (date === null) throw new Error(`A card that ends in ${number.slice(-4)} has no expiry.`);
  return { card: { number: number.replaceAll(" ", ""), cvc, ...date } };
}
