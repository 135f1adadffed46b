import type { User } from "@till/contracts";
import type { Connection } from "../connection.ts";
import { openDatabase } from "../database.ts";
import { customers, discounts, products } from "../schema/schema.ts";
import { catalogue } from "./catalogue.ts";
import { demoDiscounts } from "./demo-discounts.ts";

/** The people of the demo shop. Emails are in a domain that can't exist (RFC 2606). */
const demoUsers: readonly User[] = [
  { id: "usr_asha", role: "customer", name: "Asha Rao", email: "asha@example.com", phone: "+919800000001" },
  { id: "usr_ben", role: "customer", name: "Ben Okafor", email: "ben@example.com", phone: "+919800000002" },
  { id: "usr_chen", role: "customer", name: "Chen Li", email: "chen@example.com", phone: "+919800000003" },
  { id: "usr_meera", role: "staff", name: "Meera Nair", email: "meera@example.com", phone: "+919800000009" },
];

/** Puts the demo catalogue, people and discount codes into a database. What is there already stays as it is. One HTTP request. */
export async function seedDatabase(connection: Connection): Promise<void> {
  const db = openDatabase(connection);
  await db.batch([
    db
      .insert(products)
      .values([...catalogue])
      .onConflictDoNothing({ target: products.sku }),
    db
      .insert(customers)
      .values(demoUsers.map((user) => ({ ...user, demo: true })))
      // Demo people of an earlier version were not marked as such.
      .onConflictDoUpdate({ target: customers.id, set: { demo: true } }),
    db
      .insert(discounts)
      .values([...demoDiscounts])
      .onConflictDoNothing(),
  ]);
}
