import * as z from "zod";
import { limits } from "./limits.ts";
import { plainTextSchema } from "./text.ts";

// What a shop recorded with an order, as the order shows it. It is not checked again, so that a new limit makes no old order
// unreadable. What a caller may write is in `recorded-input.ts`, which the shop does not load.

const text = z.string();

/** A postal address of any country. */
export const addressSchema = z
  .object({
    name: text.exactOptional().describe("The person who lives or works there."),
    company: text.exactOptional(),
    line1: text.describe("Street and number, or what stands for them there."),
    line2: text.exactOptional().describe("Flat, floor, building or care of."),
    city: text,
    region: text.exactOptional().describe("State, province or district."),
    postalCode: text.exactOptional(),
    country: text.describe("The ISO 3166-1 alpha-2 code of the country."),
  })
  .meta({ id: "Address", description: "A postal address of any country." });
export type Address = z.output<typeof addressSchema>;

/** What a contact is for. */
export const contactRule =
  "Where messages about one order go, instead of to its customer. A channel that is left out gets none.";

/** Where messages about one order go. */
export const contactSchema = z
  .object({ email: text.exactOptional(), phone: text.exactOptional() })
  .meta({ id: "Contact", description: contactRule });
export type Contact = z.output<typeof contactSchema>;

/** The shop's own number of an order. */
export const referenceSchema = plainTextSchema(limits.referenceLength).min(1);

/** The fields of an order that its shop recorded. */
export const recordedFields = {
  shippingAddress: addressSchema.nullable().describe("Where the order is delivered to, as it was given."),
  billingAddress: addressSchema.nullable().describe("Whom the order is invoiced to, as it was given."),
  contact: contactSchema.nullable().describe("Where messages about this order go; null if they go to its customer."),
  metadata: z.record(z.string(), z.string()).describe("Keys and texts of the shop's own."),
  reference: z.string().nullable().describe("The shop's own number of the order."),
  returnUrl: z.string().nullable().describe("Where 3-D Secure leads back to; null for the shop's own page."),
};
