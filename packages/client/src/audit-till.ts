import type { AuditPiece, Difference } from "@till/contracts";
import type { TillClient } from "./create-till-client.ts";

/** What an audit of a whole till found. */
export interface AuditResult {
  readonly orders: number;
  readonly codes: number;
  readonly differences: readonly Difference[];
}

/** Audits a till piece by piece, to the end, as somebody of staff: a request for each piece. */
export async function auditTill(staff: TillClient): Promise<AuditResult> {
  let [orders, codes] = [0, 0];
  const differences: Difference[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const piece: AuditPiece = await staff.audit.run.query(cursor === undefined ? {} : { cursor });
    orders += piece.checked;
    codes += piece.checkedCodes;
    differences.push(...piece.differences);
    cursor = piece.nextCursor;
  }
  return { orders, codes, differences };
}
