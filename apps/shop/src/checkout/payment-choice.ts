import { type PaymentMethod, type PaymentSourceInput, paymentSources } from "@till/contracts";
import { tillNow } from "../till-time.ts";

/** The chosen payment method and the input of its fields. */
export interface PaymentChoice {
  way: "card" | "upi" | "cash";
  number: string;
  expiry: string;
  cvc: string;
  upi: string;
  /** A test token instead of a card: some outcomes have no card number. */
  token: string | null;
}

export const noChoice: PaymentChoice = { way: "card", number: "", expiry: "", cvc: "", upi: "", token: null };

/** How an order is paid in each way that the form offers. */
export const methodOfWay: Record<PaymentChoice["way"], PaymentMethod> = { card: "ONLINE", upi: "ONLINE", cash: "COD" };

export const methodOf = ({ way }: PaymentChoice): PaymentMethod => methodOfWay[way];

/** `4242424242424242` → `4242 4242 4242 4242`, while a person types. */
export const groupDigits = (text: string): string =>
  text
    .replaceAll(/\D/g, "")
    .slice(0, 19)
    .replaceAll(/(\d{4})(?=\d)/g, "$1 ");

/**
 * Formats month and year as on a card, while a person types: `1230` and `12/30` become `12/30`, `1/30` becomes `01/30`,
 * and `5` becomes `05`. A year may have four digits.
 */
export function writeExpiry(text: string): string {
  const [, typed = "", slash = "", rest = ""] = /^\D*(\d*)(\D*)(.*)$/s.exec(text) ?? [];
  // If two digits are not a month, the first is the month and the second begins the year.
  const length = slash !== "" && typed.length < 2 ? 1 : Number(typed.slice(0, 2)) > 12 || /^[2-9]/.test(typed) ? 1 : 2;
  const month = typed.slice(0, length);
  const year = typed.slice(length) + rest.replaceAll(/\D/g, "");
  const isWhole = length === 2 ? month.length === 2 : month !== "" && (month !== "0" || slash !== "");
  if (!isWhole) return month;
  const written = month.padStart(2, "0");
  return year === "" && slash === "" ? written : `${written}/${year.slice(0, year.startsWith("20") ? 4 : 2)}`;
}

const expiryPattern = /^(0[1-9]|1[0-2])\/(?:20)?(\d{2})$/;

/** The month and year in a text; null if there are none. */
export function readExpiry(text: string): { expMonth: number; expYear: number } | null {
  const [, month, year] = expiryPattern.exec(text) ?? [];
  return month === undefined || year === undefined ? null : { expMonth: Number(month), expYear: 2000 + Number(year) };
}

const testCards = new Set(paymentSources.flatMap(({ card }) => (card ? [card.number] : [])));
const testUpis = new Set(paymentSources.flatMap(({ upi }) => (upi === null ? [] : [upi])));

/** Whether a card number passes the Luhn check for typing mistakes (ISO/IEC 7812-1, annex B). */
function isLuhn(digits: string): boolean {
  const sum = Array.from(digits)
    .toReversed()
    .reduce((total, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return total + (value > 9 ? value - 9 : value);
    }, 0);
  return sum % 10 === 0;
}

function cardProblem(number: string): string | null {
  const digits = number.replaceAll(" ", "");
  if (!/^\d{12,19}$/.test(digits)) return "A card number has 12 to 19 digits.";
  if (!isLuhn(digits)) return "This is not a card number. Check its digits.";
  return testCards.has(digits) ? null : "Use one of the test cards. Don't enter a real card.";
}

/**
 * The mistake in each field as a sentence, or null. Only test cards and test addresses can pay, so all others are
 * refused here, before an order is placed.
 */
export const validate = {
  number: (number: string, { way, token }: PaymentChoice) =>
    way === "card" && token === null ? cardProblem(number) : null,
  expiry(expiry: string, { way, token }: PaymentChoice) {
    if (way !== "card" || token !== null) return null;
    const date = readExpiry(expiry);
    if (date === null) return "Enter month and year, such as 12/34.";
    const isOver = new Date(date.expYear, date.expMonth) <= new Date(tillNow());
    return isOver ? "This card has expired. Enter a later date." : null;
  },
  cvc: (cvc: string, { way, token }: PaymentChoice) =>
    way !== "card" || token !== null || /^\d{3,4}$/.test(cvc) ? null : "Enter 3 or 4 digits.",
  upi(upi: string, { way }: PaymentChoice) {
    if (way !== "upi") return null;
    if (!/^\S+@\S+$/.test(upi.trim())) return "Enter an address such as name@bank.";
    return testUpis.has(upi.trim().toLowerCase()) ? null : "Use one of the test UPI addresses below.";
  },
};

/** The payment source for Till. Only for a choice without mistakes. */
export function sourceOf({ way, number, expiry, cvc, upi, token }: PaymentChoice): PaymentSourceInput {
  if (way === "upi") return { upi: upi.trim() };
  if (token !== null) return { token };
  const date = readExpiry(expiry);
  if (date === null) throw new Error(`A card that ends in ${number.slice(-4)} has no expiry.`);
  return { card: { number: number.replaceAll(" ", ""), cvc, ...date } };
}
