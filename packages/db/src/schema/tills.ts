import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { timestamp, words } from "./columns.ts";

/** A till is shown only when it is ready. A sweep deletes half-made and half-deleted tills. */
export const tillStates = ["CREATING", "READY", "DELETING"] as const;

/**
 * The directory of tills, in the database of the default till: which there are, until when, and where work is due. In the
 * database of any other till it is empty.
 */
export const tills = sqliteTable(
  "tills",
  {
    /** The sequence number: tills are listed by it. */
    number: integer().primaryKey(),
    id: text().notNull(),
    name: text().notNull(),
    state: text({ enum: tillStates }).notNull(),
    createdAt: timestamp("created_at").notNull(),
    /** When its state changed last. */
    changedAt: timestamp("changed_at").notNull(),
    /** When a till of the sandbox is deleted; null for a shop, which stays. */
    expiresAt: timestamp("expires_at"),
    /** When its next work is due, as far as is known. */
    nextDueAt: timestamp("next_due_at"),
    /** When it was swept last. */
    sweptAt: timestamp("swept_at").notNull(),
  },
  (table) => [
    uniqueIndex("tills_id").on(table.id),
    index("tills_expiring").on(table.expiresAt),
    index("tills_created").on(table.createdAt),
    index("tills_due")
      .on(table.nextDueAt)
      .where(sql`${table.state} = 'READY'`),
    index("tills_swept")
      .on(table.sweptAt)
      .where(sql`${table.state} = 'READY'`),
    index("tills_half_done")
      .on(table.changedAt)
      .where(sql`${table.state} <> 'READY'`),
    check("tills_state", sql`${table.state} IN (${words(tillStates)})`),
  ],
);
