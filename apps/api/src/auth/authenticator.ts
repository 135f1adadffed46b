import { defaultTill } from "@till/contracts";
import { type ApiKeyText, type GuestTokenText, readApiKeyText, readGuestToken } from "@till/db";
import { type JWTPayload, type JWTVerifyGetKey, type JWTVerifyOptions, decodeJwt, errors, jwtVerify } from "jose";
import type { Config } from "../config.ts";
import { type Caller, nobody } from "./caller.ts";
import { userOfClaims } from "./claims.ts";
import { LoginServiceFault, isTooShort, loginServiceKeys } from "./login-service-keys.ts";
import { keyOf, sandboxIssuer, sessionAlgorithm, tillClaim } from "./session.ts";
import { TokenFault, whyRefused } from "./token-fault.ts";

/**
 * Reads the `Authorization` header of a request to a till. `onWait` is called if the keys of the login service must be
 * fetched first, which may take seconds.
 */
export type Authenticate = (header: string | null, at: Asked, onWait: () => void) => Promise<Caller>;

/** Which till a request is for, and when it came. */
interface Asked {
  readonly till: string;
  /** By the clock of the till, which its own tokens go by. */
  readonly now: Date;
  /** By the real time, which the login service and its tokens go by: anybody may move the clock of a till. */
  readonly realTime: Date;
}

/** How far clocks may differ, in seconds: a token is accepted this much before and after its time. */
const clockToleranceSeconds = 5;

/**
 * Signatures with a public key. With a shared secret among them, anybody who knows the public key could sign (RFC 8725,
 * 2.1). `Ed25519` is the newer name of `EdDSA` with that curve (RFC 9864).
 */
const publicKeyAlgorithms = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519".split(" ");

/**
 * Makes the function that identifies the caller by a bearer token (RFC 6750): a JWT of the login service or of the
 * sandbox, an API key, or the token of a guest's link.
 */
export function createAuthenticator(config: Config, fetchKeys: typeof fetch): Authenticate {
  const secretKey = keyOf(config.AUTH_SECRET ?? "");
  const verify = createVerifier(config, secretKey, fetchKeys);
  return async (header, { till, now, realTime }, onWait) => {
    if (header === null || header.trim() === "") return nobody("NO_TOKEN");
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(header)?.[1];
    if (token === undefined) return nobody("MALFORMED");
    const key = readApiKeyText(token, till);
    if (key !== null) return programOf(key);
    const link = readGuestToken(token, till);
    if (link !== null) return guestOf(link);
    try {
      const isSandbox = decodeJwt(token).iss === sandboxIssuer;
      const claims = isSandbox
        ? await verifySession(config, secretKey, token, now)
        : await verify(token, realTime, onWait);
      if ((claims[tillClaim] ?? defaultTill) !== till) throw new TokenFault("WRONG_TILL");
      const user = userOfClaims(claims, isSandbox ? "role" : config.AUTH_ROLE_CLAIM);
      if (user === null) throw new TokenFault("WRONG_SUBJECT");
      return { kind: "person", user };
    } catch (error) {
      if (error instanceof LoginServiceFault) return nobody("LOGIN_SERVICE_UNAVAILABLE", { error });
      const refused = whyRefused(error, token);
      if (refused === null) throw error;
      return refused;
    }
  };
}

/** Only the hash of the key is needed from here on. */
const programOf = ({ id, role, hash }: ApiKeyText): Caller => ({
  kind: "program",
  user: { id, role, name: "API key", email: null, phone: null },
  keyHash: hash,
});

/** A guest is a customer who owns one order. Their name and contact are in the database. */
const guestOf = ({ id, hash }: GuestTokenText): Caller => ({
  kind: "guest",
  user: { id, role: "customer", name: "Guest", isNameless: true, email: null, phone: null },
  keyHash: hash,
});

type SecretKey = ReturnType<typeof keyOf>;

/** The checks that every token must pass, with any signer. */
const rulesAt = (now: Date) => ({
  requiredClaims: ["sub", "exp"],
  currentDate: now,
  clockTolerance: clockToleranceSeconds,
});

/** The claims of a token that the sandbox has signed. @throws TokenFault if the sandbox is off. */
async function verifySession(
  { SANDBOX, AUTH_SECRET }: Config,
  secretKey: SecretKey,
  token: string,
  now: Date,
): Promise<JWTPayload> {
  if (!SANDBOX || AUTH_SECRET === undefined) throw new TokenFault("SANDBOX_OFF");
  const rules = { ...rulesAt(now), algorithms: [sessionAlgorithm] };
  return (await jwtVerify(token, await secretKey(), rules)).payload;
}

/** Makes the function that verifies tokens of the login service, by its public keys or by the secret that it shares. */
function createVerifier(config: Config, secretKey: SecretKey, fetchKeys: typeof fetch) {
  const { AUTH_JWKS_URL, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = config;
  const named = { ...(issuer && { issuer }), ...(audience && { audience }) };
  if (AUTH_JWKS_URL !== undefined) {
    const findKey = loginServiceKeys(AUTH_JWKS_URL, fetchKeys);
    return (token: string, now: Date, onWait: () => void) =>
      verifyByKeys(token, findKey(now, onWait), { ...named, ...rulesAt(now), algorithms: publicKeyAlgorithms });
  }
  return async (token: string, now: Date) =>
    (await jwtVerify(token, await secretKey(), { ...named, ...rulesAt(now), algorithms: [sessionAlgorithm] })).payload;
}

/** Verifies a token by the key that it names. If it names none, tries each key that fits its algorithm. */
async function verifyByKeys(token: string, keys: JWTVerifyGetKey, rules: JWTVerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, rules)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      if (isTooShort(key)) continue;
      try {
        return (await jwtVerify(token, key, rules)).payload;
      } catch (fault) {
        if (!(fault instanceof errors.JWSSignatureVerificationFailed)) throw fault;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}
