import type { Currency } from "@till/contracts";
import { decimalsOf, localeOf } from "./format.ts";

/** `1,250` and `100,000`: groups of three. */
const threes = String.raw`\d{1,3}(?:,\d{3})+`;
/** `1,00,000`: the last group has three digits, those before it two. */
const indian = String.raw`\d{1,2}(?:,\d{2})+,\d{3}`;

/**
 * Reads an amount as a person types it, in major units: `1,250.5` in rupees is 125050 minor units. The conventions are
 * those in which the shop writes the currency: a comma groups digits, a point comes before the decimals. What could mean
 * two amounts is null, not a guess: `1.250` and `12,50` are written by people for whom comma and point are the other way
 * round. It works on the text, so that no amount becomes a float on the way.
 */
export function readAmount(text: string, currency: Currency): number | null {
  const [, sign = "", whole, fraction = ""] = patternOf(currency).exec(text.trim()) ?? [];
  if (whole === undefined || (sign !== "" && sign !== symbolOf(currency))) return null;
  const amount = Number(whole.replaceAll(",", "") + fraction.padEnd(decimalsOf(currency), "0"));
  return Number.isSafeInteger(amount) ? amount : null;
}

/** The other way round, as a form has it to begin with: 149950 paise are `1499.50`. */
export function writeAmount(amount: number, currency: Currency): string {
  const decimals = decimalsOf(currency);
  if (decimals === 0) return String(amount);
  const digits = String(amount).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function patternOf(currency: Currency): RegExp {
  const grouped = localeOf(currency) === "en-IN" ? `${threes}|${indian}` : threes;
  const decimals = decimalsOf(currency);
  return new RegExp(String.raw`^([^\d\s.,+-]*)\s*(\d+|${grouped})(?:\.(\d{0,${decimals}}))?$`);
}

const symbolOf = (currency: Currency): string | undefined =>
  new Intl.NumberFormat(localeOf(currency), { style: "currency", currency })
    .formatToParts(0)
    .find(({ type }) => type === "currency")?.value;
