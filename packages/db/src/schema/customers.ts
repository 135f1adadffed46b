import { type Role, roles } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { words } from "./columns.ts";

/** The people that Till knows: who placed an order and where to write to them. Their login is elsewhere. */
export const customers = sqliteTable(
  "customers",
  {
    id: text().primaryKey(),
    role: text().$type<Role>().notNull(),
    name: text().notNull(),
    email: text(),
    phone: text(),
  },
  (table) => [
    index("customers_role_id").on(table.role, table.id),
    check("customers_role", sql`${table.role} IN (${words(roles)})`),
  ],
);
