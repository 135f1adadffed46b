import { type Session, type User, defaultTill } from "@till/contracts";
import { SignJWT } from "jose";
import type { Config } from "../config.ts";

export const sessionAlgorithm = "HS256";

/** The issuer of the sandbox's tokens, which are accepted only where the sandbox is on. */
export const sandboxIssuer = "till-sandbox";

/** How long a sandbox sign-in lasts, in seconds. */
const sessionSeconds = 12 * 60 * 60;

type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const algorithm = { name: "HMAC", hash: "SHA-256" };

/**
 * Makes the function that returns the key of a secret. The key is made once, because that costs as much as a signature.
 * Two first requests at the same time both make it, so that neither waits for the other.
 */
export function keyOf(secret: string): () => Promise<Key> {
  let key: Key | undefined;
  return async () =>
    (key ??= await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, [
      "sign",
      "verify",
    ]));
}

/** The secret that signs sessions. The configuration always has it if the sandbox is on. */
export function sessionSecret({ AUTH_SECRET }: Config): string {
  if (AUTH_SECRET === undefined) throw new Error("The sandbox has no secret to sign with.");
  return AUTH_SECRET;
}

/** The claim that names the till that a token is for. A token without it is for the default till. */
export const tillClaim = "till";

/** Signs a demo person in to a till: a token with the claims that `createAuthenticator` reads. */
export async function startSession(user: User, secret: string, now: Date, till: string): Promise<Session> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const expiresAt = issuedAt + sessionSeconds;
  const { id, role, name, email, phone } = user;
  const token = await new SignJWT({
    role,
    name,
    email,
    phone_number: phone,
    ...(till !== defaultTill && { [tillClaim]: till }),
  })
    .setProtectedHeader({ alg: sessionAlgorithm, typ: "JWT" })
    .setIssuer(sandboxIssuer)
    .setSubject(id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(await keyOf(secret)());
  return { token, user, expiresAt: new Date(expiresAt * 1000).toISOString() };
}
