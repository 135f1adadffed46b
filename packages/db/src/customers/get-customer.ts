import type { Customer, GetCustomerInput } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { rawStatement } from "../statements/statement.ts";
import { type CustomerRow, selectCustomer, toCustomer } from "./customer-row.ts";

const selectOne = rawStatement<CustomerRow, GetCustomerInput>((given) =>
  selectCustomer(sql`WHERE id = ${given.id} AND role = 'customer'`),
);

/** One of the people whom `listCustomers` lists. One HTTP request. */
export async function getCustomer(db: Database, { id }: GetCustomerInput): Promise<Result<Customer>> {
  const [row] = await db.run(selectOne({ id }));
  return row ? ok(toCustomer(row)) : refused(refuse.customerNotFound(id));
}
