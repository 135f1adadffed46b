import * as z from "zod";

/** An amount of money: a whole number of minor units (paise, cents), never negative. */
export const amountSchema = z.int().nonnegative().describe("A whole number of minor units (paise, cents).");

/** The currencies that Till's catalogue can be priced in, by ISO 4217 code. */
export const currencies = ["INR", "USD", "EUR", "GBP"] as const;
export const currencySchema = z.enum(currencies).meta({ id: "Currency", description: "An ISO 4217 currency code." });
export type Currency = z.output<typeof currencySchema>;
