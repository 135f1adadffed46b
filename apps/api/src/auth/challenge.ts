import type { SignInProblem } from "@till/contracts";
import { refuse } from "@till/domain";
import type { MiddlewareHandler } from "hono";
import { log } from "../log.ts";
import { type Caller, type Nobody, isKeyHolder } from "./caller.ts";

/** The text of `WWW-Authenticate` about the token of a request (RFC 6750, section 3). */
export type Challenge = string;

/** The challenge if the request just has no token. */
const noChallenge: Challenge = "Bearer";

const challengeOf = (problem: SignInProblem): Challenge =>
  `Bearer error="invalid_token", error_description="${refuse.unauthenticated(problem).message}"`;

/**
 * Keeps the reason why a request with a token has no caller: one line in the log for the operator, without the token,
 * and the challenge for the answer. An API key or a guest link is checked later, by the database.
 */
export function noteCaller(caller: Caller, requestId: string, tell: (challenge: Challenge) => void): void {
  const refused = (problem: SignInProblem, facts: Nobody["facts"]) => {
    log.info("A token was refused.", { requestId, problem, ...facts });
    tell(challengeOf(problem));
  };
  if (isKeyHolder(caller))
    caller.onRejected = () => {
      // Each call of a batch comes here. One line is enough.
      caller.onRejected = undefined;
      refused(rejectionOf(caller), { keyId: caller.user.id });
    };
  if (caller.kind !== "nobody" || caller.why === "NO_TOKEN") return;
  if (caller.why === "LOGIN_SERVICE_UNAVAILABLE")
    log.error("The login service can't be reached.", { requestId, problem: caller.why, ...caller.facts });
  else refused(caller.why, caller.facts);
}

/** Why the key of this caller is refused, if the database does not know it. */
export const rejectionOf = ({ kind }: Pick<Caller, "kind">): SignInProblem =>
  kind === "guest" ? "GUEST_LINK_REJECTED" : "API_KEY_REJECTED";

/** Keeps that the database does not know the key of this caller. */
export function noteRejectedKey(caller: Caller): void {
  if (isKeyHolder(caller)) caller.onRejected?.();
}

/**
 * Says in the answer why the token of its request was refused. If anybody may call, as in `auth.me`, the answer is the
 * one for a visitor, and this header tells the caller the reason (RFC 9110, section 11.6.1, allows it with any status).
 */
export const tellChallenge: MiddlewareHandler<{ Variables: { challenge?: Challenge } }> = async (c, next) => {
  await next();
  const challenge = c.get("challenge") ?? (c.res.status === 401 ? noChallenge : undefined);
  if (challenge !== undefined) c.header("WWW-Authenticate", challenge);
};
