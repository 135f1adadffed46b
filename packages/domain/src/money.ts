import type { Currency } from "@till/contracts";

/** The locale in which each currency's amounts are written and read. In each, a comma groups and a point has decimals. */
export const moneyLocales = { INR: "en-IN", USD: "en-US", EUR: "en-IE", GBP: "en-GB" } as const satisfies Record<
  Currency,
  string
>;

/** The number of decimals of a currency (ISO 4217, through ECMA-402): two for rupees. */
export const decimalsOf = (currency: Currency): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;

/**
 * Writes an amount of minor units as a person reads it: `formatMoney(149900, "INR")` is `₹1,499.00`. Without a locale
 * (BCP 47) it is that of the currency.
 */
export function formatMoney(amount: number, currency: Currency, locale?: string | null): string {
  const format = new Intl.NumberFormat(locale ?? moneyLocales[currency], { style: "currency", currency });
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  // Formats a decimal text, so that no amount is rounded to a float.
  return format.format(`${amount}E-${decimals}` as `${number}`);
}
