import {
  type AuditPiece,
  type AuditPlace,
  type RunAuditInput,
  decodeAuditCursor,
  encodeAuditCursor,
  limits,
} from "@till/contracts";
import { auditCode, auditOrder } from "@till/domain";
import type { Database } from "../database/database.ts";
import { selectAuditedCodes } from "./audited-codes.ts";
import { selectAuditedOrders } from "./audited-orders.ts";

/**
 * Audits one piece of the till: orders by their number, and behind the last of them the discount codes by their name.
 * It reads, and writes nothing. One HTTP request.
 */
export async function runAudit(db: Database, { cursor }: RunAuditInput): Promise<AuditPiece> {
  const place = decodeAuditCursor(cursor);
  if (!place) throw new Error("The input has a cursor that its schema refuses.");
  return "orders" in place ? auditOrders(db, place.orders) : auditCodes(db, place.codes);
}

async function auditOrders(db: Database, after: number): Promise<AuditPiece> {
  const { piece, next } = cut(await db.run(selectAuditedOrders({ after })), limits.auditOrders, ({ id }) => ({
    orders: id,
  }));
  return {
    checked: piece.length,
    checkedCodes: 0,
    differences: piece.flatMap(auditOrder),
    nextCursor: encodeAuditCursor(next ?? { codes: "" }),
  };
}

async function auditCodes(db: Database, after: string): Promise<AuditPiece> {
  const { piece, next } = cut(await db.run(selectAuditedCodes({ after })), limits.auditCodes, ({ code }) => ({
    codes: code,
  }));
  return {
    checked: 0,
    checkedCodes: piece.length,
    differences: piece.flatMap(auditCode),
    nextCursor: next && encodeAuditCursor(next),
  };
}

/** Cuts off the row that only says that there is more, and says where to continue. */
function cut<Row>(rows: readonly Row[], size: number, placeOf: (row: Row) => AuditPlace) {
  const piece = rows.slice(0, size);
  const last = piece.at(-1);
  return { piece, next: last !== undefined && rows.length > size ? placeOf(last) : null };
}
