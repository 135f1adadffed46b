import { expect, test } from "vitest";
import { countries, createOrderInput, limits } from "../src/index.ts";
import { issuesOf } from "./issues.ts";

const order = { items: [{ productId: 1, quantity: 1 }], paymentMethod: "COD" };
const home = { line1: "14 Lavelle Road", city: "Bengaluru", country: "IN" };
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, key) => [`key${key}`, "x"]));

const issues = (recorded: object) => issuesOf(createOrderInput, { ...order, ...recorded });

test.each([
  ["the shortest address", { shippingAddress: home }],
  ["an address of a country without postal codes", { billingAddress: { ...home, country: "AE" } }],
  ["an email alone", { contact: { email: "asha@example.com" } }],
  ["a phone alone", { contact: { phone: "+919811111111" } }],
  ["as many keys as may be", { metadata: keys(limits.metadataKeys) }],
  ["the longest reference", { reference: "x".repeat(limits.referenceLength) }],
])("%s is recorded as it is", (_what, recorded) => {
  expect(createOrderInput.parse({ ...order, ...recorded })).toEqual({ ...order, ...recorded });
});

test.each([
  ["no city", { shippingAddress: { line1: "1", country: "IN" } }, "shippingAddress.city is missing"],
  [
    "an unknown country",
    { billingAddress: { ...home, country: "UK" } },
    "billingAddress.country must be the ISO 3166-1 alpha-2 code of a country, such as IN",
  ],
  [
    "a line break",
    { shippingAddress: { ...home, line2: "a\nb" } },
    "shippingAddress.line2 must be plain text on one line",
  ],
  ["an empty line", { shippingAddress: { ...home, name: " " } }, "shippingAddress.name must have at least 1 character"],
  [
    "an unknown field",
    { shippingAddress: { ...home, zip: "1" } },
    'shippingAddress must not have the unknown key "zip" (known: name, company, line1, line2, city, region, postalCode, country)',
  ],
  ["a contact of nothing", { contact: {} }, "contact must have an email or a phone"],
  ["no email", { contact: { email: "asha" } }, "contact.email must be an email address such as asha@example.com"],
  [
    "a phone without its country",
    { contact: { phone: "9811111111" } },
    "contact.phone must be a phone number with its country code, such as +919811111111",
  ],
  ["too many keys", { metadata: keys(limits.metadataKeys + 1) }, "metadata must have 20 keys at most"],
  [
    "a key with a space",
    { metadata: { "a b": "x" } },
    'metadata.a b must be a key of a letter and then up to 39 letters, digits, "_", "-" or "."',
  ],
  ["a number", { metadata: { table: 7 } }, "metadata.table must be a string"],
  ["a long text", { metadata: { note: "x".repeat(201) } }, "metadata.note must have at most 200 characters"],
  ["a long reference", { reference: "x".repeat(101) }, "reference must have at most 100 characters"],
])("%s is refused with the field's name", (_what, recorded, issue) => {
  expect(issues(recorded)).toEqual([issue]);
});

test("metadata is sorted by its keys, so that the same request is the same text", () => {
  const { metadata } = createOrderInput.parse({ ...order, metadata: { b: "2", a: "1", B: "3" } });
  expect(JSON.stringify(metadata)).toBe('{"B":"3","a":"1","b":"2"}');
});

test("the countries are those of ISO 3166-1, each once, with a name", () => {
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  expect(new Set(countries).size).toBe(249);
  for (const country of countries) expect(names.of(country)).toBeDefined();
});
