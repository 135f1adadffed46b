import type { User } from "@till/contracts";
import { type JWTPayload, SignJWT } from "jose";

/** The secret that the tests' login service shares with Till. */
export const authSecret = "a-secret-for-tests-of-till-0123456789";

const hours = 60 * 60;

/** The claims that a login service would give for a person, from `now` on for twelve hours. */
export const claimsOf = ({ id, role, name, email, phone }: User, now = new Date()): JWTPayload => ({
  sub: id,
  role,
  name,
  email,
  phone_number: phone,
  exp: Math.floor(now.getTime() / 1000) + 12 * hours,
});

/** A token, as a login service would make it that shares a secret with Till. */
export const signToken = (claims: JWTPayload, secret = authSecret): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode(secret));
