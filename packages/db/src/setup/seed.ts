import type { Connection } from "../database/connection.ts";
import { catalogue } from "../demo/catalogue.ts";
import { demoDiscounts } from "../demo/discounts.ts";
import { demoPeople } from "../demo/people.ts";
import { customers, discounts, products } from "../schema/schema.ts";
import { claimSandbox } from "./mark-sandbox.ts";
import { openForSetup } from "./open-for-setup.ts";

/**
 * Adds the demo catalogue, people and discount codes to a sandbox's database. An empty database becomes one. Existing
 * rows do not change.
 *
 * @throws NotASandboxError if the database may be a real shop's. Nothing is done to it.
 */
export async function seedDatabase(connection: Connection): Promise<void> {
  await claimSandbox(connection);
  const db = openForSetup(connection);
  await db.batch([
    db
      .insert(products)
      .values([...catalogue])
      .onConflictDoNothing({ target: products.sku }),
    db
      .insert(customers)
      .values(demoPeople.map((user) => ({ ...user, demo: true })))
      // An earlier version did not mark demo people.
      .onConflictDoUpdate({ target: customers.id, set: { demo: true } }),
    db
      .insert(discounts)
      .values([...demoDiscounts])
      .onConflictDoNothing(),
  ]);
}
