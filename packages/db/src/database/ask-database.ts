import { products } from "../schema/schema.ts";
import { build, statement } from "../statements/statement.ts";
import type { Database } from "./database.ts";

const anything = statement(() => build.select({ id: products.id }).from(products).limit(1));

/** Checks that the database answers. @throws if it does not answer, or was not migrated. One HTTP request. */
export async function askDatabase(db: Database): Promise<void> {
  await db.run(anything({}));
}
