import type { Customer, ListCustomersInput, Page } from "@till/contracts";
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { words } from "../schema/columns.ts";
import { customers, erasures } from "../schema/schema.ts";
import { statementsByFilter } from "../statements/by-filter.ts";
import { pageBefore, toPage } from "../statements/page.ts";
import { type Given, rawStatement } from "../statements/statement.ts";
import { erasedName } from "./erased.ts";

/** Selects customers as staff see them. Who has ordered again since is not erased any more. */
export const selectCustomer = (which: SQL): SQL => sql`SELECT rowid AS number, id, name, email, phone,
    iif((name, email, phone) IS (${words([erasedName])}, NULL, NULL),
      (SELECT at FROM ${erasures} WHERE customer_id = ${customers}.id ORDER BY number DESC LIMIT 1), NULL) AS "erasedAt"
  FROM ${customers} ${which}`;

/** A customer, by the place of their row in the list. */
export interface CustomerRow extends Customer {
  readonly number: number;
}

interface ListValues {
  readonly before: number;
  readonly atMost: number;
  /** JSON: an array of words in lower case. */
  readonly words: string | null;
}

/** Every word is somewhere in what is known of them. `lower` knows the letters of ASCII, so others are found as they are written. */
const hasWords = ({
  words: searched,
}: Given<ListValues>): SQL => sql`AND NOT EXISTS (SELECT 1 FROM json_each(${searched})
  WHERE instr(lower(concat_ws(' ', name, email, phone, ${customers}.id)), value) = 0)`;

const lists = statementsByFilter(["words"], (asked) =>
  rawStatement<CustomerRow, ListValues>((given) =>
    selectCustomer(
      sql`WHERE role = 'customer' AND rowid < ${given.before} ${asked.includes("words") ? hasWords(given) : sql``}
        ORDER BY rowid DESC LIMIT ${given.atMost}`,
    ),
  ),
);

/** A customer without their place in the list. */
export const toCustomer = ({ id, name, email, phone, erasedAt }: CustomerRow): Customer => ({
  id,
  name,
  email,
  phone,
  erasedAt,
});

/** `A` to `Z` in lower case, as SQLite's `lower` does it. */
const lower = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** A page of the people who placed orders, the newest first. A search reads customers until the page is full. One request. */
export async function listCustomers(db: Database, input: ListCustomersInput): Promise<Page<Customer>> {
  const searched = lower(input.search ?? "")
    .split(/\s+/)
    .filter(Boolean);
  const values = { ...pageBefore(input), words: searched.length === 0 ? null : JSON.stringify(searched) };
  const rows = (await db.run(lists(values)(values))).map((row) => ({ ...toCustomer(row), id: row.number, of: row.id }));
  const { items, nextCursor } = toPage(rows, input.limit);
  return { items: items.map(({ of: id, ...customer }) => ({ ...customer, id })), nextCursor };
}
