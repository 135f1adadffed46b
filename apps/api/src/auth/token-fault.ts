import { type SignInProblem, toPlainText } from "@till/contracts";
import { type JWTHeaderParameters, decodeProtectedHeader, errors } from "jose";
import { type Nobody, nobody } from "./caller.ts";

/** Till refuses a well-formed token for a reason of Till's rules, not of the library. */
export class TokenFault extends Error {
  override readonly name = "TokenFault";
  readonly problem: SignInProblem;

  constructor(problem: SignInProblem) {
    super(`The token was refused: ${problem}.`);
    this.problem = problem;
  }
}

/** The reason why this token is refused, or null if the error has another cause. */
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

/** The maximum length of each fact, in characters. The sender of a token controls its text. */
const factLength = 200;

/** The facts that tell causes apart. Claims are included only if the signature of the token is valid. */
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
    // The token has no readable header, and the problem says so already.
    return {} as JWTHeaderParameters;
  }
}
