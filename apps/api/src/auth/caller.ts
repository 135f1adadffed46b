import type { User } from "@till/contracts";

/**
 * Who calls, as far as the request says: a person, whose token is good; a program, whose key the database has yet to
 * confirm; or nobody, and why not.
 */
export type Caller =
  | { readonly kind: "person"; readonly user: User }
  | { readonly kind: "program"; readonly user: User; readonly keyHash: string }
  | { readonly kind: "nobody"; readonly why: "missing" | "expired" | "invalid" | "unavailable" };

export const nobody = (why: Extract<Caller, { kind: "nobody" }>["why"]): Caller => ({ kind: "nobody", why });
