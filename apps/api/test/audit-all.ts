import type { AuditPiece, Difference } from "@till/contracts";
import { type Till, somebody } from "./till.ts";

/** Audits the whole till, piece by piece. */
export async function auditAll(till: Till) {
  const { audit } = till.as(somebody("staff"));
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
