import { type Country, type CreateOrderInput, countries } from "@till/contracts";

/** The address that an order is delivered to. */
export type ShippingAddress = NonNullable<CreateOrderInput["shippingAddress"]>;

/** The shipping address as it is typed. `country` is empty until one is chosen. */
export interface Delivery {
  /** Whether the order has an address. */
  isWanted: boolean;
  name: string;
  line1: string;
  line2: string;
  city: string;
  region: string;
  postalCode: string;
  country: Country | "";
}

export const noDelivery: Delivery = {
  isWanted: false,
  name: "",
  line1: "",
  line2: "",
  city: "",
  region: "",
  postalCode: "",
  country: "",
};

const required =
  (sentence: string) =>
  (value: string, { isWanted }: Delivery) =>
    isWanted && value.trim() === "" ? sentence : null;

/** The mistake in each field as a sentence, or null. Many countries have no regions and no postal codes. */
export const validateDelivery = {
  line1: required("Enter the street and number."),
  city: required("Enter the city."),
  country: required("Choose the country."),
};

/** The address for Till, with the fields that are filled in. Null if none is wanted. */
export function addressOf({ isWanted, country, line1, city, ...others }: Delivery): ShippingAddress | null {
  if (!isWanted || country === "") return null;
  const filled = Object.entries(others)
    .map(([name, value]) => [name, value.trim()])
    .filter(([, value]) => value !== "");
  return { ...Object.fromEntries(filled), line1: line1.trim(), city: city.trim(), country };
}

const names = new Intl.DisplayNames(["en"], { type: "region" });

/** The countries by their English names, in the order of the names. */
export const countryChoices = countries
  .map((value) => ({ value, label: names.of(value) ?? value }))
  .toSorted((one, other) => one.label.localeCompare(other.label, "en"));
