import type { Extra } from "@till/contracts";
import { type SQL, sql } from "drizzle-orm";
import { words } from "../schema/columns.ts";

/** What stands in for the words of a customer that were erased. */
export const erasedName = "Erased customer";

/** What stands in for the name of an extra line: whoever placed the order typed it, so it can hold any words. */
const erasedExtraNames: Record<Extra["type"], string> = { SHIPPING: "Shipping", FEE: "Fee", TAX: "Tax" };

const nameOfType = sql.join(
  Object.entries(erasedExtraNames).map(([type, name]) => sql`WHEN ${words([type])} THEN ${words([name])}`),
  sql` `,
);

/** What stays of a recorded JSON: the amounts of its extra lines, which are part of the total. Null if it has none. */
export const withoutWords = (recorded: SQL): SQL => sql`CASE WHEN ${recorded} -> '$.extras' IS NOT NULL THEN
  json_object('extras', (SELECT json_group_array(json_set(value, '$.name', CASE value ->> 'type' ${nameOfType} END))
    FROM json_each(${recorded}, '$.extras'))) END`;
