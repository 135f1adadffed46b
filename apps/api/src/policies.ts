import type { Role } from "@till/contracts";

/** Who may call a procedure. */
export interface Policy {
  /** The same as a sentence for the documentation. */
  readonly text: string;
  /** One of these roles; null for anybody, with or without a token. */
  readonly roles: readonly Role[] | null;
  /** Only where the sandbox is on. */
  readonly isSandboxOnly: boolean;
  /** Those of the roles who may call it only where the sandbox is on. */
  readonly sandboxRoles: readonly Role[];
  /** Not for programs with an API key. */
  readonly isForPeople: boolean;
  /** Also for guests, who are the owners of one order. */
  readonly isForGuests: boolean;
}

const policy = (
  text: string,
  roles: Policy["roles"],
  { isSandboxOnly = false, sandboxRoles = [], isForPeople = false, isForGuests = false }: Partial<Policy> = {},
): Policy => ({ text, roles, isSandboxOnly, sandboxRoles, isForPeople, isForGuests });

/** Every policy that a procedure can state. The guard, the documentation and the tests read this table. */
export const policies = {
  public: policy("Anybody.", null),
  /** Each order is somebody's: a person of the staff has no basket of their own. */
  buyer: policy("Customers, for themselves; staff, for somebody else.", ["customer", "staff"]),
  owner: policy("Customers and guests, for what is their own.", ["customer"], { isForGuests: true }),
  ownerOrStaff: policy("Customers and guests, for what is their own, and staff.", ["customer", "staff"], {
    isForGuests: true,
  }),
  staff: policy("Staff.", ["staff"]),
  /** A key that got into the wrong hands must not make others. */
  staffInPerson: policy("Staff who are signed in themselves, not by an API key.", ["staff"], { isForPeople: true }),
  signedIn: policy("Customers, for what is their own, and staff.", ["customer", "staff"]),
  sandbox: policy("Anybody, where the sandbox is on.", null, { isSandboxOnly: true }),
  /** What deletes the work of everybody who uses the sandbox, and can't be undone. */
  sandboxStaff: policy("Staff, where the sandbox is on.", ["staff"], { isSandboxOnly: true }),
  /** What customers were told: the outbox of staff. A customer of a live shop has a mailbox of their own. */
  messages: policy("Staff; where the sandbox is on also customers, for what is their own.", ["customer", "staff"], {
    sandboxRoles: ["customer"],
  }),
} as const satisfies Record<string, Policy>;

export type PolicyName = keyof typeof policies;
