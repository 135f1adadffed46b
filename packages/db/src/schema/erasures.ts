import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { timestamp } from "./columns.ts";

/**
 * Who erased the words of which customer, and when: a row for each call. It is the gate of the call's batch, as an event is
 * that of a command. Rows are only added.
 */
export const erasures = sqliteTable(
  "erasures",
  {
    number: integer().primaryKey(),
    id: text().notNull(),
    customerId: text("customer_id").notNull(),
    actorId: text("actor_id").notNull(),
    at: timestamp("at").notNull(),
    /** For the record, without the person's name. */
    reason: text(),
    /** The call goes through the orders after this one. */
    afterOrder: integer("after_order").notNull(),
  },
  (table) => [uniqueIndex("erasures_id").on(table.id), index("erasures_customer").on(table.customerId, table.number)],
);
