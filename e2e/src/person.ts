import { createTillClient } from "@till/client";
import type { Role, Session, User } from "@till/contracts";
import { SignJWT } from "jose";
import { nanoid } from "nanoid";
import type { RunningTill } from "./start-till.ts";

/** A new person, so that every test has its own. */
export const somebody = (role: Role = "customer"): User => {
  const id = `usr_${nanoid(12)}`;
  return { id, role, name: "Test Person", email: `${id}@example.com`, phone: "+919811111111" };
};

/** The session that a login service would give them, with a token that ends at `expiresAt`. */
export async function sessionOf(user: User, { authSecret }: RunningTill, expiresAt = inAnHour()): Promise<Session> {
  const { id, ...claims } = user;
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(id)
    .setExpirationTime(expiresAt)
    .sign(new TextEncoder().encode(authSecret));
  return { token, user, expiresAt: expiresAt.toISOString() };
}

const inAnHour = () => new Date(Date.now() + 60 * 60_000);

/** The typed client of a person, for the data that a test needs. */
export const clientOf = ({ token }: Session, { url }: RunningTill) => createTillClient({ url, token });
