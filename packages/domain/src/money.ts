import type { Currency } from "@till/contracts";

/** The locale in which each currency's amounts are written. */
const locales: Record<Currency, string> = { INR: "en-IN", USD: "en-US", EUR: "en-IE", GBP: "en-GB" };

/**
 * Writes an amount of minor units as a person reads it: `formatMoney(149900, "INR")` is `₹1,499.00`.
 * The number of decimals is the currency's own (ISO 4217, through ECMA-402).
 */
export function formatMoney(amount: number, currency: Currency): string {
  const format = new Intl.NumberFormat(locales[currency], { style: "currency", currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  // As a decimal text, so that no amount is rounded to the nearest float on the way.
  return format.format(`${amount}E-${decimals}` as `${number}`);
}
