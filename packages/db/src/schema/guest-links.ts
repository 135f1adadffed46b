import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { timestamp } from "./columns.ts";
import { customers } from "./customers.ts";
import { orders } from "./orders.ts";

/** The links of guests. Only the hash of a token is stored, so a reader of this table can't use a link. */
export const guestLinks = sqliteTable(
  "guest_links",
  {
    /** The sequence number: the oldest link of a guest ends first. */
    number: integer().primaryKey(),
    /** SHA-256 of the secret of the token and of its till, in hex. It is random enough that no slow hash is needed. */
    hash: text().notNull().unique(),
    orderId: integer("order_id")
      .notNull()
      .references(() => orders.id),
    /** The guest. They have one order, so whoever has the link is the owner of that order, and of nothing else. */
    userId: text("user_id")
      .notNull()
      .references(() => customers.id),
    createdBy: text("created_by").notNull(),
    createdAt: timestamp("created_at").notNull(),
    expiresAt: timestamp("expires_at").notNull(),
  },
  (table) => [index("guest_links_user").on(table.userId, table.number)],
);
