import { type Session, type User, userSchema } from "@till/contracts";
import { SignJWT, errors, jwtVerify } from "jose";

const algorithm = "HS256";

/** How long a sandbox sign-in is good, in seconds. */
const sessionSeconds = 12 * 60 * 60;

/** Who calls, as far as the request says: a person, nobody, or somebody whose token is not good. */
export type Caller = { readonly user: User } | { readonly user: null; readonly why: "missing" | "expired" | "invalid" };

const secretKey = (secret: string) => new TextEncoder().encode(secret);

/** Reads the bearer token (RFC 6750) of an `Authorization` header. `now` decides whether it has expired. */
export async function authenticate(header: string | null, secret: string, now: Date): Promise<Caller> {
  if (header === null) return { user: null, why: "missing" };
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1];
  if (token === undefined) return { user: null, why: "invalid" };
  try {
    const { payload } = await jwtVerify(token, secretKey(secret), {
      algorithms: [algorithm],
      currentDate: now,
      requiredClaims: ["sub", "exp"],
    });
    const { sub: id, role, name, email = null, phone = null } = payload;
    const user = userSchema.safeParse({ id, role, name, email, phone });
    return user.success ? { user: user.data } : { user: null, why: "invalid" };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { user: null, why: "expired" };
    if (error instanceof errors.JOSEError) return { user: null, why: "invalid" };
    throw error;
  }
}

/** Signs a person in: a token with the claims that `authenticate` reads. */
export async function startSession(user: User, secret: string, now: Date): Promise<Session> {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const expiresAt = issuedAt + sessionSeconds;
  const { id, role, name, email, phone } = user;
  const token = await new SignJWT({ role, name, email, phone })
    .setProtectedHeader({ alg: algorithm, typ: "JWT" })
    .setSubject(id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(expiresAt)
    .sign(secretKey(secret));
  return { token, user, expiresAt: new Date(expiresAt * 1000).toISOString() };
}
