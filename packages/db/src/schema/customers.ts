import { type Role, roles } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { words } from "./columns.ts";

/** People whom an order can name by their id: no guests, who have one order each, and no programs. See `isReservedId`. */
export const isKnownCustomer = sql.raw("role = 'customer' AND id NOT GLOB 'guest_*' AND id NOT GLOB 'key_*'");

/** People who placed an order, and their contacts. Their login is elsewhere. */
export const customers = sqliteTable(
  "customers",
  {
    /** Counts up. The full-text index names a customer by it: a row without a number of its own gets another one in a dump. */
    number: integer().primaryKey(),
    id: text().notNull(),
    role: text().$type<Role>().notNull(),
    name: text().notNull(),
    email: text(),
    phone: text(),
    /** A demo person, whom the sandbox can sign in. */
    demo: integer({ mode: "boolean" }).notNull().default(false),
  },
  (table) => [
    uniqueIndex("customers_id").on(table.id),
    index("customers_demo")
      .on(table.role, table.id)
      .where(sql`${table.demo}`),
    index("customers_known").on(table.number).where(isKnownCustomer),
    check("customers_role", sql`${table.role} IN (${words(roles)})`),
  ],
);
