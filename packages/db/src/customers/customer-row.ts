import type { Customer } from "@till/contracts";
import { type SQL, sql } from "drizzle-orm";
import { words } from "../schema/columns.ts";
import { customers, erasures } from "../schema/schema.ts";
import { erasedName } from "./erased.ts";

/** Selects customers as staff see them. Who has ordered again since is not erased any more. */
export const selectCustomer = (which: SQL): SQL => sql`SELECT number, id, name, email, phone,
    iif((name, email, phone) IS (${words([erasedName])}, NULL, NULL),
      (SELECT at FROM ${erasures} WHERE customer_id = ${customers}.id ORDER BY number DESC LIMIT 1), NULL) AS "erasedAt"
  FROM ${customers} ${which}`;

/** A customer, by the place of their row in the list. */
export interface CustomerRow extends Customer {
  readonly number: number;
}

/** A customer without their place in the list. */
export const toCustomer = ({ id, name, email, phone, erasedAt }: CustomerRow): Customer => ({
  id,
  name,
  email,
  phone,
  erasedAt,
});
