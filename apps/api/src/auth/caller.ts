import type { SignInProblem, User } from "@till/contracts";
import type { Person } from "@till/domain";

/**
 * Who calls, as far as the request says: a person, whose token is good; a program, whose key the database has yet to
 * confirm; or nobody, and why.
 */
export type Caller = { readonly kind: "person"; readonly user: Person } | Program | Nobody;

interface Program {
  readonly kind: "program";
  readonly user: User;
  readonly keyHash: string;
  /** Called when the database does not know the key. */
  onRejected?: (() => void) | undefined;
}

export interface Nobody {
  readonly kind: "nobody";
  readonly why: SignInProblem | "LOGIN_SERVICE_UNAVAILABLE";
  /** What the log should have besides: what was expected and what was found. Never the token, never its subject. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export const nobody = (why: Nobody["why"], facts: Nobody["facts"] = {}): Nobody => ({ kind: "nobody", why, facts });
