import type { Database } from "../database.ts";
import { products } from "../schema/schema.ts";

/** Asks the database for next to nothing. @throws if it does not answer, or was not migrated. One HTTP request. */
export async function askDatabase(db: Database): Promise<void> {
  await db.select({ id: products.id }).from(products).limit(1);
}
