import type { Customer, ListCustomersInput, Page } from "@till/contracts";
import { withoutPhoneSigns } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { isKnownCustomer } from "../schema/customers.ts";
import { customers } from "../schema/schema.ts";
import { statementsByFilter } from "../statements/by-filter.ts";
import { customersFts, foundByWords, wordsQuery } from "../statements/full-text.ts";
import { emptyPage, pageBefore, toPage } from "../statements/page.ts";
import { rawStatement } from "../statements/statement.ts";
import { type CustomerRow, selectCustomer, toCustomer } from "./customer-row.ts";

interface ListValues {
  readonly before: number;
  readonly atMost: number;
  readonly query: string | null;
  readonly known: true | null;
}

/** Who is listed, and the index of them. Almost everybody in the table is a customer, so those have none. */
const everybody = { where: sql`role = 'customer'`, index: null };
const known = { where: isKnownCustomer, index: "customers_known" };

const lists = statementsByFilter(["known", "query"], (asked) => {
  const { where, index } = asked.includes("known") ? known : everybody;
  const indexed = index === null ? sql`` : sql`INDEXED BY ${sql.identifier(index)}`;
  return rawStatement<CustomerRow, ListValues>((given) =>
    selectCustomer(
      asked.includes("query")
        ? sql`WHERE number IN (${foundByWords(customersFts, given, { table: customers, index, where })})
            ORDER BY number DESC LIMIT ${given.atMost}`
        : sql`${indexed} WHERE ${where} AND number < ${given.before} ORDER BY number DESC LIMIT ${given.atMost}`,
    ),
  );
});

/** A phone number as people write it, or its beginning. */
const phoneNumber = /^\+?[\d\s()./-]*\d[\d\s()./-]*$/;

/** The query for a search: its words, and for a phone number also all its digits as one word. */
function queryOf(search: string): string | null {
  const query = wordsQuery(search);
  if (query === null || !phoneNumber.test(search.trim())) return query;
  return `(${query}) OR ${wordsQuery(withoutPhoneSigns(search)) ?? query}`;
}

/** A page of the people who placed orders, the newest first. One HTTP request. */
export async function listCustomers(db: Database, input: ListCustomersInput): Promise<Page<Customer>> {
  const query = input.search ? queryOf(input.search) : null;
  if (input.search && query === null) return emptyPage;
  const values: ListValues = { ...pageBefore(input), query, known: input.known ? true : null };
  const rows = (await db.run(lists(values)(values))).map((row) => ({ ...toCustomer(row), id: row.number, of: row.id }));
  const { items, nextCursor } = toPage(rows, input.limit);
  return { items: items.map(({ of: id, ...customer }) => ({ ...customer, id })), nextCursor };
}
