import { type Role, roles } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { timestamp, words } from "./columns.ts";

/** The API keys of programs. Only the hash of a key is stored, so a reader of this table can't use a key. */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    /** The sequence number: keys are listed by it. */
    number: integer().primaryKey(),
    id: text().notNull(),
    /** SHA-256 of the whole key, in hex. A key is random enough that no slow hash is needed. */
    hash: text().notNull(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at").notNull(),
    lastUsedAt: timestamp("last_used_at"),
    revokedAt: timestamp("revoked_at"),
  },
  (table) => [
    uniqueIndex("api_keys_id").on(table.id),
    index("api_keys_good")
      .on(table.number)
      .where(sql`${table.revokedAt} IS NULL`),
    index("api_keys_kept")
      .on(table.revokedAt)
      .where(sql`${table.revokedAt} IS NOT NULL`),
    check("api_keys_role", sql`${table.role} IN (${words(roles)})`),
  ],
);
