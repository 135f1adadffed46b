import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** The clock of a till of the sandbox: one row, or none if it follows the real time. In milliseconds. */
export const tillClock = sqliteTable(
  "till_clock",
  {
    id: integer().primaryKey(),
    mode: text({ enum: ["frozen", "shifted"] }).notNull(),
    /** The time of a frozen clock, since 1970, or how far the clock is ahead. */
    ms: integer().notNull(),
  },
  (table) => [
    check("till_clock_one", sql`${table.id} = 1`),
    check("till_clock_mode", sql`${table.mode} IN ('frozen', 'shifted')`),
  ],
);
