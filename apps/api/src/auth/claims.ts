import { limits, toPlainText, userIdSchema } from "@till/contracts";
import { type Person, isReservedId } from "@till/domain";
import type { JWTPayload } from "jose";

/** The name of a person whose token has no name that can be shown. */
const noName = "Customer";

/**
 * The person that the claims of a token describe (OpenID Connect Core 1.0, section 5.1). `roleClaim` names the claim
 * that says `staff`, alone or in a list; everybody else is a customer.
 *
 * Only the subject identifies a person. The result is null without a subject, or if Till uses that id itself. Name and
 * contacts are for display and for messages: a part that can't be used is cleaned or left out, and is never a reason to
 * refuse a token.
 */
export function userOfClaims(claims: JWTPayload, roleClaim: string): Person | null {
  const { data: id } = userIdSchema.safeParse(claims.sub);
  if (id === undefined || isReservedId(id)) return null;
  const email = contact(claims["email"], claims["email_verified"], emailAddress);
  const phone = claims["phone_number"] ?? claims["phone"];
  const name = nameOf(claims);
  return {
    id,
    role: [claimAt(claims, roleClaim)].flat().includes("staff") ? "staff" : "customer",
    name: name ?? email ?? noName,
    ...(name === null && { isNameless: true }),
    email,
    phone: contact(phone, claims["phone_number_verified"], phoneNumber),
  };
}

/** The name of a person: the first claim that can be shown. */
function nameOf({ name, given_name: given, family_name: family, preferred_username, nickname }: JWTPayload) {
  const whole = [given, family].filter((part) => typeof part === "string").join(" ");
  return [name, whole, preferred_username, nickname].map(shown).find((text) => text !== null) ?? null;
}

/** A claim without the characters that can't be shown, or null if nothing is left. */
const shown = (claim: unknown) => (typeof claim === "string" && toPlainText(claim, limits.contactLength)) || null;

/** One address: not a list, and nothing that a mail program could read as another address (RFC 5322). */
const emailAddress = /^[^\s@,;:<>()[\]"\\]+@[^\s@,;:<>()[\]"\\]+$/u;

const phoneNumber = /\d/;

/**
 * A contact, unless the login service says that it is unverified. A contact that can't be used is left out. A changed
 * or cut one could be somebody else's.
 */
function contact(claim: unknown, verified: unknown, form: RegExp): string | null {
  if (typeof claim !== "string" || !isVerified(verified)) return null;
  const text = claim.trim().normalize("NFC");
  return form.test(text) && toPlainText(text, limits.contactLength) === text ? text : null;
}

/** Some login services write the boolean as text. Without the claim, the contact counts as verified. */
const isVerified = (flag: unknown) => flag === undefined || flag === null || flag === true || flag === "true";

/** A claim by its name, which may be an address with dots in it. Without such a claim, by its path. */
function claimAt(claims: JWTPayload, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name
    .split(".")
    .reduce<unknown>(
      (value, part) => (typeof value === "object" && value !== null ? (value as JWTPayload)[part] : undefined),
      claims,
    );
}
