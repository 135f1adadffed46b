import type { User } from "@till/contracts";
import type { Clock } from "@till/domain";
import { sql } from "drizzle-orm";
import { selectDemoUsers } from "../access/people.ts";
import { selectClock, toClock } from "../clock/clock.ts";
import type { Database } from "../database/database.ts";
import { forgetHeld } from "../faults/held-answers.ts";
import { apiKeys, discounts, products, stockMovements, tills, webhookEndpoints } from "../schema/schema.ts";
import { type Given, build, statement } from "../statements/statement.ts";

const forgetDirectory = statement(() => build.delete(tills));
const forgetKeys = statement(() => build.delete(apiKeys));
const moveLinks = statement((given: Given<{ baseUrl: string }>) =>
  build.update(webhookEndpoints).set({ baseUrl: sql`${given.baseUrl}` }),
);
const clearCatalogue = [
  statement(() => build.delete(discounts)),
  statement(() => build.delete(stockMovements)),
  statement(() => build.delete(products)),
];

/**
 * Turns a copied database into a new till, and returns its demo people and its clock. The directory and the API keys of
 * the source are deleted, nothing waits to be released, and links in webhooks lead to the new till. An `isEmpty` till has no products and no discount
 * codes. One HTTP request.
 */
export async function settleIn(
  db: Database,
  { baseUrl, isEmpty }: { baseUrl: string; isEmpty: boolean },
): Promise<{ people: readonly User[]; clock: Clock }> {
  const cleared = isEmpty ? clearCatalogue.map((clear) => clear({})) : [];
  const [people, clock] = await db.batch([
    selectDemoUsers({}),
    selectClock({}),
    forgetDirectory({}),
    forgetKeys({}),
    moveLinks({ baseUrl }),
    forgetHeld({}),
    ...cleared,
  ]);
  return { people, clock: toClock(clock) };
}
