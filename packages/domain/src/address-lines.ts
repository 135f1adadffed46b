import type { Address } from "@till/contracts";
import { once } from "./once.ts";

// No module takes longer to make anything when it loads.
const countryNames = once(() => new Intl.DisplayNames(["en"], { type: "region" }));

/**
 * The lines of an address as people read them: who, where, place, and the country by its English name. Countries write
 * the place in different ways; this order is read everywhere.
 */
export function addressLines({ name, company, line1, line2, city, region, postalCode, country }: Address): string[] {
  const place = [city, region, postalCode].filter((part) => part !== undefined).join(", ");
  return [name, company, line1, line2, place, countryNames().of(country)].filter((line) => line !== undefined);
}
