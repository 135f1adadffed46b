import type { Role } from "@till/contracts";

/** Who may call a procedure. */
export interface Policy {
  /** One of these roles; null for anybody, with or without a token. */
  readonly roles: readonly Role[] | null;
  /** Only where the sandbox is on. */
  readonly isSandboxOnly: boolean;
  /** The same as a sentence for the documentation. */
  readonly text: string;
}

const policy = (text: string, roles: Policy["roles"], isSandboxOnly = false): Policy => ({
  text,
  roles,
  isSandboxOnly,
});

/** Every policy that a procedure can state. The guard, the documentation and the tests read this table. */
export const policies = {
  public: policy("Anybody.", null),
  customer: policy("Customers.", ["customer"]),
  staff: policy("Staff.", ["staff"]),
  signedIn: policy("Customers, for what is their own, and staff.", ["customer", "staff"]),
  sandbox: policy("Anybody, where the sandbox is on.", null, true),
  inbox: policy("Customers, for what is their own, and staff, where the sandbox is on.", ["customer", "staff"], true),
} as const satisfies Record<string, Policy>;

export type PolicyName = keyof typeof policies;
