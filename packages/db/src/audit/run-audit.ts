import {
  type AuditPiece,
  type AuditPlace,
  type RunAuditInput,
  decodeAuditCursor,
  encodeAuditCursor,
  limits,
} from "@till/contracts";
import { auditCode, auditOrder, auditProduct } from "@till/domain";
import type { Database } from "../database/database.ts";
import { selectAuditedCodes } from "./audited-codes.ts";
import { selectAuditedOrders } from "./audited-orders.ts";
import { selectAuditedProducts } from "./audited-products.ts";

/**
 * Audits one piece of the till: orders by their number, behind the last of them the discount codes by their name, and
 * behind the last of those the products by their id.
 * It reads, and writes nothing. One HTTP request.
 */
export async function runAudit(db: Database, { cursor }: RunAuditInput): Promise<AuditPiece> {
  const place = decodeAuditCursor(cursor);
  if (!place) throw new Error("The input has a cursor that its schema refuses.");
  if ("orders" in place) return auditOrders(db, place.orders);
  return "codes" in place ? auditCodes(db, place.codes) : auditProducts(db, place.products);
}

async function auditOrders(db: Database, after: number): Promise<AuditPiece> {
  const { piece, next } = cut(await db.run(selectAuditedOrders({ after })), limits.auditOrders, ({ id }) => ({
    orders: id,
  }));
  return {
    ...nothing,
    checked: piece.length,
    differences: piece.flatMap(auditOrder),
    nextCursor: encodeAuditCursor(next ?? { codes: "" }),
  };
}

async function auditCodes(db: Database, after: string): Promise<AuditPiece> {
  const { piece, next } = cut(await db.run(selectAuditedCodes({ after })), limits.auditCodes, ({ code }) => ({
    codes: code,
  }));
  return {
    ...nothing,
    checkedCodes: piece.length,
    differences: piece.flatMap(auditCode),
    nextCursor: encodeAuditCursor(next ?? { products: 0 }),
  };
}

async function auditProducts(db: Database, after: number): Promise<AuditPiece> {
  const rows = await db.run(selectAuditedProducts({ after }));
  const { piece, next } = cut(rows, limits.auditProducts, ({ id }) => ({ products: id }));
  return {
    ...nothing,
    checkedProducts: piece.length,
    differences: piece.flatMap(auditProduct),
    nextCursor: next && encodeAuditCursor(next),
  };
}

const nothing = { checked: 0, checkedCodes: 0, checkedProducts: 0 };

/** Cuts off the row that only says that there is more, and says where to continue. */
function cut<Row>(rows: readonly Row[], size: number, placeOf: (row: Row) => AuditPlace) {
  const piece = rows.slice(0, size);
  const last = piece.at(-1);
  return { piece, next: last !== undefined && rows.length > size ? placeOf(last) : null };
}
