import type { AuditPiece, Difference } from "@till/contracts";

/** How far an audit is, and what it has found. */
export interface AuditSoFar {
  readonly orders: number;
  readonly codes: number;
  readonly products: number;
  readonly differences: readonly Difference[];
  /** Where it continues; undefined before the first piece, null when all was checked. */
  readonly next: string | null | undefined;
}

export const nothingYet: AuditSoFar = { orders: 0, codes: 0, products: 0, differences: [], next: undefined };

/** An audit stops at the first piece that takes it to so many differences: nobody reads more at once. */
export const maxDifferences = 200;

/** Audits the till piece by piece from where an audit got to, and yields how far it is after each. */
export async function* auditPieces(
  read: (input: { cursor?: string }) => Promise<AuditPiece>,
  from: AuditSoFar = nothingYet,
): AsyncGenerator<AuditSoFar> {
  let soFar = from;
  while (soFar.next !== null && soFar.differences.length < maxDifferences) {
    const { checked, checkedCodes, checkedProducts, differences, nextCursor } = await read(
      soFar.next === undefined ? {} : { cursor: soFar.next },
    );
    soFar = {
      orders: soFar.orders + checked,
      codes: soFar.codes + checkedCodes,
      products: soFar.products + checkedProducts,
      differences: [...soFar.differences, ...differences],
      next: nextCursor,
    };
    yield soFar;
  }
}
