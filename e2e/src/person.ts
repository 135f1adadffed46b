import { createTillClient } from "@till/client";
import type { Role, Session, User } from "@till/contracts";
import { SignJWT } from "jose";
import { nanoid } from "nanoid";
import type { RunningTill } from "./start-till.ts";

/** A person who was never here before, so that every test has its own. */
export const somebody = (role: Role = "customer"): User => {
  const id = `usr_${nanoid(12)}`;
  return { id, role, name: "Test Person", email: `${id}@example.com`, phone: "+919811111111" };
};

/** What a login service would give them: a token that ends at `expiresAt`. */
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

/** The typed client of a person, with which a test makes what it needs. */
export const clientOf = ({ token }: Session, { url }: RunningTill) => createTillClient({ url, token });
