import type { AuditPiece, Difference } from "@till/contracts";

/** How far an audit is, and what it has found. */
export interface AuditSoFar {
  readonly orders: number;
  readonly codes: number;
  readonly differences: readonly Difference[];
  /** Whether all was checked. */
  readonly isComplete: boolean;
}

export const nothingYet: AuditSoFar = { orders: 0, codes: 0, differences: [], isComplete: false };

/** An audit stops at the first piece that takes it to so many differences: nobody reads more at once. */
export const maxDifferences = 200;

/** Audits the till piece by piece, and yields how far it is after each. */
export async function* auditPieces(
  read: (input: { cursor?: string }) => Promise<AuditPiece>,
): AsyncGenerator<AuditSoFar> {
  let soFar = nothingYet;
  let cursor: string | null | undefined;
  while (cursor !== null && soFar.differences.length < maxDifferences) {
    const piece: AuditPiece = await read(cursor === undefined ? {} : { cursor });
    cursor = piece.nextCursor;
    soFar = {
      orders: soFar.orders + piece.checked,
      codes: soFar.codes + piece.checkedCodes,
      differences: [...soFar.differences, ...piece.differences],
      isComplete: cursor === null,
    };
    yield soFar;
  }
}
