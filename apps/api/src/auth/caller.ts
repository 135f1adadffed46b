import type { SignInProblem } from "@till/contracts";
import type { Person } from "@till/domain";

/**
 * The caller, as far as the request shows: a person with a valid token; a program whose key the database must still
 * confirm; a guest, the token of whose link the database must still confirm; or nobody, with the reason.
 */
export type Caller = { readonly kind: "person"; readonly user: Person } | KeyHolder | Nobody;

/** A program with an API key, or a guest with the token of their link. */
export interface KeyHolder {
  readonly kind: "program" | "guest";
  readonly user: Person;
  readonly keyHash: string;
  /** Called when the database does not know the key. */
  onRejected?: (() => void) | undefined;
}

export const isKeyHolder = (caller: Caller): caller is KeyHolder =>
  caller.kind === "program" || caller.kind === "guest";

export interface Nobody {
  readonly kind: "nobody";
  readonly why: SignInProblem | "LOGIN_SERVICE_UNAVAILABLE";
  /** More facts for the log: the expected and the found value. Never the token or its subject. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

export const nobody = (why: Nobody["why"], facts: Nobody["facts"] = {}): Nobody => ({ kind: "nobody", why, facts });
