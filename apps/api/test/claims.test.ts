import type { User } from "@till/contracts";
import type { JWTPayload } from "jose";
import { expect, test } from "vitest";
import { userOfClaims } from "../src/auth/claims.ts";
import { claimsOf } from "./login-service.ts";
import { somebody } from "./till.ts";

test.each<[what: string, more: JWTPayload, expected: Partial<User>]>([
  ["the role at its path", { app: { role: "staff" } }, { role: "staff" }],
  ["a list of roles", { app: { role: ["editor", "staff"] } }, { role: "staff" }],
  ["a role of the service's own", { app: { role: "authenticated" } }, { role: "customer" }],
  ["a role elsewhere, which is not looked at", { role: "staff" }, { role: "customer" }],
  ["an address that is not verified", { email: "x@example.com", email_verified: false }, { email: null }],
  ["the same as text", { email: "x@example.com", email_verified: "false" }, { email: null }],
  ["a verified address, as text", { email: "x@example.com", email_verified: "true" }, { email: "x@example.com" }],
  ["a flag that says neither", { email: "x@example.com", email_verified: 0 }, { email: null }],
  ["no flag", { email: " x@example.com ", email_verified: null }, { email: "x@example.com" }],
  ["a list of addresses", { email: "a@example.com, b@example.com" }, { email: null }],
  ["an address with a hidden character", { email: "x\u200b@example.com" }, { email: null }],
  ["an address with a line break", { email: "x@example.com\nBcc: y@example.com" }, { email: null }],
  ["an address that is too long", { email: `${"x".repeat(200)}@example.com` }, { email: null }],
  [
    "a phone number that is not verified",
    { phone_number: "+15550100", phone_number_verified: "false" },
    { phone: null },
  ],
  ["a phone number without digits", { phone_number: "unknown" }, { phone: null }],
  ["a name with a tab and a line break", { name: "Asha\t Rao\n" }, { name: "Asha Rao" }],
  ["a name of 201 letters", { name: "x".repeat(201) }, { name: "x".repeat(200) }],
  ["a name that turns the text around it", { name: "Ann \u202eDean" }, { name: "Ann Dean" }],
  ["a name that nobody sees", { name: "\u200b", email: "asha@example.com" }, { name: "asha@example.com" }],
  ["a name in two parts", { name: undefined, given_name: "Asha", family_name: "Rao" }, { name: "Asha Rao" }],
  ["a given name alone", { name: " ", given_name: "Asha", family_name: null }, { name: "Asha" }],
  ["a nickname alone", { name: undefined, nickname: "ash" }, { name: "ash" }],
  ["nothing to call somebody by", { name: 42, email: undefined }, { name: "Customer" }],
  ["a subject with spaces, which is taken as it is", { sub: "Ann  Dean " }, { id: "Ann  Dean " }],
  ["a subject of 255 characters", { sub: "x".repeat(255) }, { id: "x".repeat(255) }],
  ["no name, but a nickname", { name: null, preferred_username: "asha" }, { name: "asha" }],
  ["no name at all", { name: null, email: "asha@example.com", email_verified: true }, { name: "asha@example.com" }],
  ["a phone number", { phone_number: "+919800000001" }, { phone: "+919800000001" }],
])("the claims are read: %s", (_what, more, expected) => {
  expect(userOfClaims({ ...claimsOf(somebody()), ...more }, "app.role")).toMatchObject(expected);
});

test.each([undefined, "", "x".repeat(256), "Zoë", "a\nb", 42])("nobody is described by the subject %j", (sub) => {
  expect(userOfClaims({ ...claimsOf(somebody()), sub: sub as string }, "role")).toBeNull();
});
