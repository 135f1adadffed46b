import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** How the clock of a till of the sandbox goes: one row, or none if it goes with the real time. In milliseconds. */
export const tillClock = sqliteTable(
  "till_clock",
  {
    id: integer().primaryKey(),
    mode: text({ enum: ["frozen", "shifted"] }).notNull(),
    /** The time that it stands at, since 1970, or how far it is ahead. */
    ms: integer().notNull(),
  },
  (table) => [
    check("till_clock_one", sql`${table.id} = 1`),
    check("till_clock_mode", sql`${table.mode} IN ('frozen', 'shifted')`),
  ],
);
