import type { Currency } from "@till/contracts";
import { decimalsOf, moneyLocales } from "@till/domain/money";

/** `1,250` and `100,000`: groups of three. */
const threes = String.raw`\d{1,3}(?:,\d{3})+`;
/** `1,00,000`: a last group of three digits after groups of two. */
const indian = String.raw`\d{1,2}(?:,\d{2})+,\d{3}`;

/**
 * Reads an amount as a person types it, in major units: `1,250.5` in rupees is 125050 minor units. It follows the
 * conventions in which the shop writes the currency: a comma groups digits, a point precedes the decimals. An ambiguous
 * amount is null, not a guess: some people write `1.250` and `12,50` with comma and point swapped. The conversion works
 * on text, so no amount becomes a float.
 */
export function readAmount(text: string, currency: Currency): number | null {
  const [, sign = "", whole, fraction = ""] = patternOf(currency).exec(text.trim()) ?? [];
  if (whole === undefined || (sign !== "" && sign !== symbolOf(currency))) return null;
  const amount = Number(whole.replaceAll(",", "") + fraction.padEnd(decimalsOf(currency), "0"));
  return Number.isSafeInteger(amount) ? amount : null;
}

/** The reverse, for the initial value of a form: 149950 paise are `1499.50`. */
export function writeAmount(amount: number, currency: Currency): string {
  const decimals = decimalsOf(currency);
  if (decimals === 0) return String(amount);
  const digits = String(amount).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function patternOf(currency: Currency): RegExp {
  const grouped = moneyLocales[currency] === "en-IN" ? `${threes}|${indian}` : threes;
  const decimals = decimalsOf(currency);
  return new RegExp(String.raw`^([^\d\s.,+-]*)\s*(\d+|${grouped})(?:\.(\d{0,${decimals}}))?$`);
}

const symbolOf = (currency: Currency): string | undefined =>
  new Intl.NumberFormat(moneyLocales[currency], { style: "currency", currency })
    .formatToParts(0)
    .find(({ type }) => type === "currency")?.value;
