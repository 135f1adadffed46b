import type { TillClient } from "@till/client";
import type { Difference } from "@till/contracts";

/** What an audit of a whole till found. */
export interface AuditResult {
  readonly orders: number;
  readonly codes: number;
  readonly differences: readonly Difference[];
}

/** Audits a till piece by piece, to the end. */
export async function auditTill(staff: TillClient): Promise<AuditResult> {
  let [orders, codes] = [0, 0];
  const differences: Difference[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const piece: Awaited<ReturnType<typeof staff.audit.run.query>> = await staff.audit.run.query(
      cursor === undefined ? {} : { cursor },
    );
    orders += piece.checked;
    codes += piece.checkedCodes;
    differences.push(...piece.differences);
    cursor = piece.nextCursor;
  }
  return { orders, codes, differences };
}
