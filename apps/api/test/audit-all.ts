import type { AuditPiece, Difference } from "@till/contracts";
import { type Till, somebody } from "./till.ts";

/** Audits the whole till, piece by piece. */
export const auditAll = (till: Till) => auditBy(till.as(somebody("staff")));

/** Audits the whole till of this member of staff, piece by piece. */
export async function auditBy({ audit }: Pick<ReturnType<Till["as"]>, "audit">) {
  const pieces: AuditPiece[] = [];
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const piece: AuditPiece = await audit.run.query(cursor === undefined ? {} : { cursor });
    pieces.push(piece);
    cursor = piece.nextCursor;
  }
  const differences: Difference[] = pieces.flatMap((piece) => piece.differences);
  return { pieces, differences, checked: pieces.reduce((sum, piece) => sum + piece.checked, 0) };
}
