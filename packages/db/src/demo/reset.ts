import type { Reset } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { eq, isNotNull, sql } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";
import type { Database } from "../database/database.ts";
import { constant } from "../schema/columns.ts";
import {
  armedFaults,
  channelFaults,
  clockMoves,
  customers,
  discountUses,
  discounts,
  erasures,
  faultActs,
  guestLinks,
  notifications,
  orderEvents,
  orderItems,
  orderSums,
  orders,
  payments,
  products,
  refunds,
  statementSums,
  stockMovements,
  webhookAttempts,
  webhookDeliveries,
  webhookEndpoints,
  webhookScripts,
} from "../schema/schema.ts";
import { customersFts, notificationsFts, ordersFts } from "../statements/full-text.ts";
import { build, statement } from "../statements/statement.ts";
import { catalogue } from "./catalogue.ts";
import { demoDiscounts } from "./discounts.ts";
import { demoPeople } from "./people.ts";
import { checkSandboxMark, isUnmarked } from "./sandbox-mark.ts";

/** Sets columns to the values of the row to insert. */
const asGiven = <Name extends string>(table: Record<Name, SQLiteColumn>, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, sql`excluded.${sql.identifier(table[name].name)}`])) as Record<
    Name,
    ReturnType<typeof sql>
  >;

// Counted before the reset. A batch that is sent again after a lost answer counts zero.
const countOrders = statement(() => build.select({ orders: sql<number>`count(*)` }).from(orders));

/** Empties a full-text index at once, which takes as long for many entries as for few. */
const emptyIndex = (index: SQLiteTable) => build.run(sql`INSERT INTO ${index} (${index}) VALUES ('delete-all')`);

/** Whether the index of customers takes words out at once. To do so for 10,000 customers took 20 times as long as without. */
const secureDelete = (isOn: 0 | 1) =>
  build.run(sql`INSERT INTO ${customersFts} (${customersFts}, rank) VALUES ('secure-delete', ${constant(isOn)})`);

const resetting = [
  build.delete(webhookScripts),
  build.delete(webhookAttempts),
  build.delete(webhookDeliveries),
  build.delete(webhookEndpoints).where(isNotNull(webhookEndpoints.deletedAt)),
  build.update(webhookEndpoints).set({ failingSince: null, lastFailureAt: null, leftAloneUntil: null }),
  build.delete(notifications),
  emptyIndex(notificationsFts),
  build.delete(refunds),
  build.delete(payments),
  build.delete(orderEvents),
  build.delete(stockMovements),
  build.delete(guestLinks),
  build.delete(orderItems),
  build.delete(orders),
  emptyIndex(ordersFts),
  build.delete(orderSums),
  build.delete(statementSums),
  build.delete(erasures),
  build.delete(discountUses),
  build.delete(channelFaults),
  build.delete(armedFaults),
  build.delete(faultActs),
  build.delete(clockMoves),
  secureDelete(0),
  build.delete(customers).where(eq(customers.demo, false)),
  secureDelete(1),
  build.update(discounts).set({ uses: 0 }),
  // Seeded rows get their seeded values again.
  build
    .insert(products)
    .values([...catalogue])
    .onConflictDoUpdate({
      target: products.sku,
      set: asGiven(products, ["name", "description", "unitPrice", "currency", "stock", "imageUrl", "archivedAt"]),
    }),
  build
    .insert(customers)
    .values(demoPeople.map((person) => ({ ...person, demo: true })))
    .onConflictDoUpdate({ target: customers.id, set: asGiven(customers, ["role", "name", "email", "phone"]) }),
  build
    .insert(discounts)
    .values([...demoDiscounts])
    .onConflictDoUpdate({ target: discounts.code, set: asGiven(discounts, ["maxUses", "uses", "disabledAt"]) }),
].map((query) => statement(() => query));

/**
 * Brings a sandbox back to its demo data: no orders, nothing that came of them, nobody but the demo people, stock and
 * discount codes as seeded, no chaos, no armed faults, no memory of them. Webhook endpoints stay, so that a receiver that listens goes on listening, and so
 * do products and codes that are not of the demo, with the stock that they have. Refused for a database that is not
 * marked as a sandbox's: it may be a real shop's, opened with the sandbox on by mistake. One HTTP request, harmless to
 * repeat.
 */
export async function resetToDemoData(db: Database): Promise<Result<Reset>> {
  try {
    const statements = [checkSandboxMark(), countOrders({}), ...resetting.map((one) => one({}))] as const;
    const [, counted] = await db.batch(statements, "empty");
    return ok({ deletedOrders: counted[0]?.orders ?? 0 });
  } catch (error) {
    if (isUnmarked(error)) return refused(refuse.notASandbox());
    throw error;
  }
}
