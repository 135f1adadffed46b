import type { Reset } from "@till/contracts";
import { eq, isNotNull, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Database } from "../database/database.ts";
import {
  channelFaults,
  customers,
  discountUses,
  discounts,
  notifications,
  orderEvents,
  orderItems,
  orders,
  payments,
  products,
  refunds,
  webhookAttempts,
  webhookDeliveries,
  webhookEndpoints,
} from "../schema/schema.ts";
import { notificationsFts } from "../statements/full-text.ts";
import { build, statement } from "../statements/statement.ts";
import { catalogue } from "./catalogue.ts";
import { demoDiscounts } from "./discounts.ts";
import { demoPeople } from "./people.ts";

/** Sets columns to the values of the row to insert. */
const asGiven = <Name extends string>(table: Record<Name, SQLiteColumn>, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, sql`excluded.${sql.identifier(table[name].name)}`])) as Record<
    Name,
    ReturnType<typeof sql>
  >;

// Counted before the reset. A batch that is sent again after a lost answer counts zero.
const countOrders = statement(() => build.select({ orders: sql<number>`count(*)` }).from(orders));

const resetting = [
  build.delete(webhookAttempts),
  build.delete(webhookDeliveries),
  build.delete(webhookEndpoints).where(isNotNull(webhookEndpoints.deletedAt)),
  build.update(webhookEndpoints).set({ failingSince: null }),
  build.delete(notifications),
  build.run(sql`INSERT INTO ${notificationsFts} (${notificationsFts}) VALUES ('delete-all')`),
  build.delete(refunds),
  build.delete(payments),
  build.delete(orderEvents),
  build.delete(orderItems),
  build.delete(orders),
  build.delete(discountUses),
  build.delete(channelFaults),
  build.delete(customers).where(eq(customers.demo, false)),
  build.update(discounts).set({ uses: 0 }),
  // Seeded rows get their seeded values again.
  build
    .insert(products)
    .values([...catalogue])
    .onConflictDoUpdate({
      target: products.sku,
      set: asGiven(products, ["name", "description", "unitPrice", "currency", "stock"]),
    }),
  build
    .insert(customers)
    .values(demoPeople.map((person) => ({ ...person, demo: true })))
    .onConflictDoUpdate({ target: customers.id, set: asGiven(customers, ["role", "name", "email", "phone"]) }),
  build
    .insert(discounts)
    .values([...demoDiscounts])
    .onConflictDoUpdate({ target: discounts.code, set: asGiven(discounts, ["uses"]) }),
].map((query) => statement(() => query));

/**
 * Resets a sandbox to its demo data: no orders or anything made from them, only the demo people, seeded stock and
 * discount codes, no simulated failures. Webhook endpoints stay, so that receivers keep receiving. Products and codes
 * outside the demo data stay too, with their current stock. One HTTP request, harmless to repeat.
 */
export async function resetToDemoData(db: Database): Promise<Reset> {
  const [counted] = await db.batch([countOrders({}), ...resetting.map((one) => one({}))]);
  return { deletedOrders: counted[0]?.orders ?? 0 };
}
