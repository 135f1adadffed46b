import * as z from "zod";
import { countrySchema } from "./countries.ts";
import { limits } from "./limits.ts";
import { contactRule, referenceSchema } from "./recorded.ts";
import { plainTextSchema } from "./text.ts";
import { webAddressSchema } from "./web-address.ts";

// What a shop records with an order. Till keeps and shows it, and computes nothing with it.

const addressLine = plainTextSchema(limits.addressLineLength).min(1);

/** An address as a caller may write it. */
const addressInput = z
  .strictObject({
    name: addressLine.exactOptional().describe("The person who lives or works there."),
    company: addressLine.exactOptional(),
    line1: addressLine.describe("Street and number, or what stands for them there."),
    line2: addressLine.exactOptional().describe("Flat, floor, building or care of."),
    city: addressLine,
    region: addressLine.exactOptional().describe("State, province or district."),
    postalCode: plainTextSchema(limits.postalCodeLength).min(1).exactOptional(),
    country: countrySchema,
  })
  .meta({ id: "AddressInput", description: "A postal address of any country. Only the fields that it has." });

const emailRule = "must be an email address such as asha@example.com";

/** An email address. The pattern is one that every regular-expression dialect reads. The address is then checked as browsers do (HTML). */
export const emailInput = z
  .email({ pattern: /^[\x21-\x3f\x41-\x7e]+[@]{1}[\x21-\x3f\x41-\x7e]+$/, error: emailRule, abort: true })
  .max(limits.contactLength)
  .refine((email) => z.regexes.html5Email.test(email), emailRule);

/** A phone number as E.164 has it. */
export const phoneInput = z
  .string()
  .regex(/^[+]{1}[1-9]{1}[0-9]{6,14}$/, "must be a phone number with its country code, such as +919811111111");

const contactInput = z
  .strictObject({
    email: emailInput.exactOptional(),
    phone: phoneInput.exactOptional(),
  })
  .refine(({ email, phone }) => email !== undefined || phone !== undefined, "must have an email or a phone")
  .meta({ id: "ContactInput", description: contactRule });

const keyRule = `must be a key of a letter and then up to ${limits.metadataKeyLength - 1} letters, digits, "_", "-" or "."`;
const metadataKey = z
  .string()
  .max(limits.metadataKeyLength)
  .regex(/^[A-Za-z]{1}[A-Za-z0-9_.-]*$/);

/** Keys and texts of the shop's own. They are sorted by key, so that a repeated request is the same request. */
const metadataSchema = z
  .record(metadataKey, plainTextSchema(limits.metadataValueLength).min(1), {
    error: ({ code }) => (code === "invalid_key" ? keyRule : undefined),
  })
  .refine((metadata) => Object.keys(metadata).length <= limits.metadataKeys, {
    error: `must have ${limits.metadataKeys} keys at most`,
  })
  .overwrite((metadata) =>
    Object.fromEntries(Object.entries(metadata).toSorted(([one], [other]) => (one < other ? -1 : 1))),
  );

const returnUrlInput = webAddressSchema(
  /^https?$/,
  limits.returnUrlLength,
  "must be a web address such as https://shop.example/thanks",
);

/** The fields of `orders.create` that are recorded with the order. */
export const recordedInput = {
  shippingAddress: addressInput.optional().describe("Where the order is delivered to. Recorded and shown."),
  billingAddress: addressInput.optional().describe("Whom the order is invoiced to. Recorded and shown."),
  contact: contactInput.optional().describe(contactRule),
  metadata: metadataSchema
    .optional()
    .describe(
      `Up to ${limits.metadataKeys} keys with texts of your own. Recorded and shown to whoever sees the order.`,
    ),
  reference: referenceSchema
    .optional()
    .describe("Your own number of the order. No other order of the till may have it (`REFERENCE_TAKEN`)."),
  returnUrl: returnUrlInput
    .optional()
    .describe(
      "Where 3-D Secure leads back to, with `order` and `payment` added to its query. Its host must be Till's own or in the setting `RETURN_HOSTS`.",
    ),
};
