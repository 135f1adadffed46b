import { type CustomerExport, type Erasure, type ExportCustomerInput, limits } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { selectEverythingOf, toDossier } from "../orders/dossier.ts";
import type { Viewer } from "../orders/order-view.ts";
import { constant } from "../schema/columns.ts";
import { erasures } from "../schema/schema.ts";
import { pageBefore, toPage } from "../statements/page.ts";
import { rawStatement } from "../statements/statement.ts";
import { type CustomerRow, selectCustomer, toCustomer } from "./customer-row.ts";

const selectThem = rawStatement<CustomerRow, { userId: string }>(({ userId }) =>
  selectCustomer(sql`WHERE id = ${userId}`),
);

const selectErasures = rawStatement<Erasure, { userId: string }>(
  ({ userId }) => sql`SELECT at, actor_id AS "by", reason FROM ${erasures}
    WHERE customer_id = ${userId} ORDER BY number DESC LIMIT ${constant(limits.shownErasures)}`,
);

/** A page of everything that Till holds about one person. One HTTP request. */
export async function exportCustomer(
  db: Database,
  { id, cursor }: ExportCustomerInput,
  viewer: Viewer,
): Promise<Result<CustomerExport>> {
  const limit = limits.exportedOrders;
  const values = { userId: id, ...pageBefore({ cursor, limit }) };
  const [[them], made, rows] = await db.batch([selectThem(values), selectErasures(values), selectEverythingOf(values)]);
  if (!them) return refused(refuse.customerNotFound(id));
  const { items, nextCursor } = toPage(rows, limit);
  return ok({
    customer: toCustomer(them),
    erasures: made.toReversed(),
    items: items.map((row) => toDossier(row, viewer)),
    nextCursor,
  });
}
