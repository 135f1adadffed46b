import type { Reset } from "@till/contracts";
import { eq, isNotNull, sql } from "drizzle-orm";
import type { SQLiteColumn } from "drizzle-orm/sqlite-core";
import type { Database } from "../database.ts";
import { notificationsFts } from "../full-text.ts";
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
import { catalogue } from "./catalogue.ts";
import { demoDiscounts } from "./discounts.ts";
import { demoPeople } from "./people.ts";

/**
 * Brings a sandbox back to its demo data: no orders, nothing that came of them, nobody but the demo people, stock and
 * discount codes as seeded, no chaos. Webhook endpoints stay, so that a receiver that listens goes on listening, and so
 * do products and codes that are not of the demo, with the stock that they have. One HTTP request, harmless to repeat.
 */
export async function resetToDemoData(db: Database): Promise<Reset> {
  const [deleted] = await db.batch([
    // Counted before: a batch that is sent again after a lost answer finds none.
    db.select({ orders: sql<number>`count(*)` }).from(orders),
    db.delete(webhookAttempts),
    db.delete(webhookDeliveries),
    db.delete(webhookEndpoints).where(isNotNull(webhookEndpoints.deletedAt)),
    db.update(webhookEndpoints).set({ failingSince: null }),
    db.delete(notifications),
    db.run(sql`INSERT INTO ${notificationsFts} (${notificationsFts}) VALUES ('delete-all')`),
    db.delete(refunds),
    db.delete(payments),
    db.delete(orderEvents),
    db.delete(orderItems),
    db.delete(orders),
    db.delete(discountUses),
    db.delete(channelFaults),
    db.delete(customers).where(eq(customers.demo, false)),
    db.update(discounts).set({ uses: 0 }),
    ...seeded(db),
  ]);
  return { deletedOrders: deleted[0]?.orders ?? 0 };
}

/** What the seed has made is as it made it. */
const seeded = (db: Database) =>
  [
    db
      .insert(products)
      .values([...catalogue])
      .onConflictDoUpdate({
        target: products.sku,
        set: asGiven(products, ["name", "description", "unitPrice", "currency", "stock"]),
      }),
    db
      .insert(customers)
      .values(demoPeople.map((person) => ({ ...person, demo: true })))
      .onConflictDoUpdate({ target: customers.id, set: asGiven(customers, ["role", "name", "email", "phone"]) }),
    db
      .insert(discounts)
      .values([...demoDiscounts])
      .onConflictDoUpdate({ target: discounts.code, set: asGiven(discounts, ["uses"]) }),
  ] as const;

/** Sets columns to what the row that was to be inserted says. */
const asGiven = <Name extends string>(table: Record<Name, SQLiteColumn>, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, sql`excluded.${sql.identifier(table[name].name)}`])) as Record<
    Name,
    ReturnType<typeof sql>
  >;
