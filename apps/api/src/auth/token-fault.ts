import { type SignInProblem, toPlainText } from "@till/contracts";
import { type JWTHeaderParameters, decodeProtectedHeader, errors } from "jose";
import { type Nobody, nobody } from "./caller.ts";

/** A token that is well formed and that Till does not accept, for a reason that no library knows. */
export class TokenFault extends Error {
  override readonly name = "TokenFault";
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem) {
    super(`The token was refused: ${problem}.`);
    this.problem = problem;
  }
}

/** Why this token is not accepted, or null if the error is none of the token's. */
export function whyRefused(error: unknown, token: string): Nobody | null {
  const problem = problemOf(error);
  return problem && nobody(problem, factsOf(error, token));
}

function problemOf(error: unknown): SignInProblem | null {
  if (error instanceof TokenFault) return error.problem;
  if (error instanceof errors.JWTExpired) return "EXPIRED";
  if (error instanceof errors.JWTClaimValidationFailed) return problemOfClaim(error);
  if (error instanceof errors.JWSSignatureVerificationFailed) return "WRONG_SIGNATURE";
  if (error instanceof errors.JWKSNoMatchingKey) return "UNKNOWN_KEY";
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return "WRONG_ALGORITHM";
  return error instanceof errors.JOSEError ? "MALFORMED" : null;
}

function problemOfClaim({ claim, reason }: errors.JWTClaimValidationFailed): SignInProblem {
  if (reason === "missing") return "MISSING_CLAIM";
  if (claim === "iss") return "WRONG_ISSUER";
  if (claim === "aud") return "WRONG_AUDIENCE";
  return claim === "nbf" && reason === "check_failed" ? "NOT_YET_VALID" : "MALFORMED";
}

/** Characters of each fact. Whoever makes up a token decides what they say. */
const factLength = 200;

/** What tells one cause from another. The claims are only told of a token whose signature was good. */
function factsOf(error: unknown, token: string): Record<string, string> {
  const facts: Record<string, unknown> = headerOf(token);
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    facts["claim"] = error.claim;
    if (error.claim !== "sub") facts["found"] = error.payload[error.claim];
  }
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, fact]) => fact !== undefined)
      .map(([name, fact]) => [name, toPlainText(typeof fact === "string" ? fact : JSON.stringify(fact), factLength)]),
  );
}

function headerOf(token: string): Pick<JWTHeaderParameters, "alg" | "kid"> {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return { alg, kid } as JWTHeaderParameters;
  } catch {
    // It has no header that can be read, which is what the problem says already.
    return {} as JWTHeaderParameters;
  }
}
