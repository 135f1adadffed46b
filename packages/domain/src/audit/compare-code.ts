import type { AuditEvent, Difference } from "@till/contracts";

/** The uses of a discount code: counted from the events, and as they are stored. */
export interface AuditedCode {
  readonly code: string;
  readonly expected: number;
  readonly found: number;
  /** Events that name the code, some of them if there are many. */
  readonly events: readonly AuditEvent[];
  /** The customers whose counts differ, some of them if there are many. */
  readonly customers: readonly AuditedUses[];
}

/** How many orders of one customer use a code. */
interface AuditedUses {
  readonly userId: string;
  readonly expected: number;
  readonly found: number;
  readonly events: readonly AuditEvent[];
}

/** The counts of a discount code that are not what the events say. */
export const auditCode = ({ code, customers, ...total }: AuditedCode): Difference[] => [
  ...difference("DISCOUNT_USES", code, total),
  ...customers.flatMap((uses) => difference("DISCOUNT_USES_BY_CUSTOMER", `${code} by ${uses.userId}`, uses)),
];

const difference = (
  kind: "DISCOUNT_USES" | "DISCOUNT_USES_BY_CUSTOMER",
  subject: string,
  { expected, found, events }: Pick<AuditedCode, "expected" | "found" | "events">,
): Difference[] => (expected === found ? [] : [{ kind, orderId: null, subject, expected, found, events: [...events] }]);
