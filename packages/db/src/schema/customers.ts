import { type Role, roles } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { words } from "./columns.ts";

/** People who placed an order, and their contacts. Their login is elsewhere. */
export const customers = sqliteTable(
  "customers",
  {
    id: text().primaryKey(),
    role: text().$type<Role>().notNull(),
    name: text().notNull(),
    email: text(),
    phone: text(),
    /** A demo person, whom the sandbox can sign in. */
    demo: integer({ mode: "boolean" }).notNull().default(false),
  },
  (table) => [
    index("customers_demo")
      .on(table.role, table.id)
      .where(sql`${table.demo}`),
    check("customers_role", sql`${table.role} IN (${words(roles)})`),
  ],
);
