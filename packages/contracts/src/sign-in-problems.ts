import * as z from "zod";

/** Why a request has no caller: it has no token, or its token, API key or guest link is invalid. */
export const signInProblems = [
  "NO_TOKEN",
  "EXPIRED",
  "NOT_YET_VALID",
  "MALFORMED",
  "UNKNOWN_KEY",
  "UNUSABLE_KEY",
  "WRONG_SIGNATURE",
  "WRONG_ALGORITHM",
  "WRONG_ISSUER",
  "WRONG_AUDIENCE",
  "MISSING_CLAIM",
  "WRONG_SUBJECT",
  "SANDBOX_OFF",
  "WRONG_TILL",
  "API_KEY_REJECTED",
  "GUEST_LINK_REJECTED",
] as const;
export const signInProblemSchema = z
  .enum(signInProblems)
  .describe("Why the token, API key or guest link is not accepted.");
export type SignInProblem = z.output<typeof signInProblemSchema>;
