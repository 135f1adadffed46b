/**
 * The name of an extra line with its rate, if it has one, as people read it: `VAT 19%`. Without a locale (BCP 47) the rate
 * is written as in English. `rate` is in basis points.
 */
export function extraLabel(
  { name, rate }: { readonly name: string; readonly rate?: number | null | undefined },
  locale?: string | null,
): string {
  // Who writes `VAT 19%` as the name has said the rate already.
  if (rate === null || rate === undefined || name.includes("%")) return name;
  const percent = new Intl.NumberFormat(locale ?? "en", { style: "percent", maximumFractionDigits: 2 });
  // Formats a decimal text, so that no rate is rounded to a float.
  return `${name} ${percent.format(`${rate}E-4` as `${number}`)}`;
}
