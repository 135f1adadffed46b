/**
 * The minor units of an amount that is written in major units with a point: `1499.5` with two decimals is 149950. It
 * works on the text, so that no amount becomes a float on the way. Null if it is no such amount.
 */
export function toMinorUnits(text: string, decimals: number): number | null {
  const [, whole, fraction = ""] = /^(\d+)(?:\.(\d*))?$/.exec(text) ?? [];
  if (whole === undefined || fraction.length > decimals) return null;
  const amount = Number(whole + fraction.padEnd(decimals, "0"));
  return Number.isSafeInteger(amount) ? amount : null;
}

/** The other way round: 149950 with two decimals is `1499.50`. */
export function toMajorUnits(amount: number, decimals: number): string {
  if (decimals === 0) return String(amount);
  const digits = String(amount).padStart(decimals + 1, "0");
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
