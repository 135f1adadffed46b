import { type User, userSchema } from "@till/contracts";
import type { JWTPayload } from "jose";

/**
 * The person that the claims of a token describe (OpenID Connect Core 1.0, section 5.1), or null if they describe none.
 * `roleClaim` names the claim that says `staff`, alone or in a list; whoever it does not say it of is a customer.
 */
export function userOfClaims(claims: JWTPayload, roleClaim: string): User | null {
  const { sub, name, preferred_username: nickname, email, email_verified: isVerified } = claims;
  const { phone_number: phoneNumber, phone } = claims;
  const address = isVerified === false ? null : text(email);
  const user = userSchema.safeParse({
    id: sub,
    role: [claimAt(claims, roleClaim)].flat().includes("staff") ? "staff" : "customer",
    name: text(name) ?? text(nickname) ?? address ?? "Customer",
    email: address,
    phone: text(phoneNumber) ?? text(phone),
  });
  return user.success ? user.data : null;
}

const text = (claim: unknown) => (typeof claim === "string" && claim.trim() !== "" ? claim : null);

/** A claim by its name, which may be an address with dots in it, or else by its path. */
function claimAt(claims: JWTPayload, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name
    .split(".")
    .reduce<unknown>(
      (value, part) => (typeof value === "object" && value !== null ? (value as JWTPayload)[part] : undefined),
      claims,
    );
}
