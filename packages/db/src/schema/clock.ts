import { clockModes } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { timestamp, words } from "./columns.ts";

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

/** The moves of the clock of a till, one for each call that set or advanced it. */
export const clockMoves = sqliteTable(
  "clock_moves",
  {
    number: integer().primaryKey(),
    /** The call. One that advances the clock step by step is one move. */
    id: text().notNull(),
    mode: text({ enum: clockModes }).notNull(),
    fromTime: timestamp("from_time").notNull(),
    toTime: timestamp("to_time").notNull(),
    /** The last event that there was before. */
    afterEvent: integer("after_event").notNull(),
  },
  (table) => [
    uniqueIndex("clock_moves_id").on(table.id),
    check("clock_moves_mode", sql`${table.mode} IN (${words(clockModes)})`),
    check("clock_moves_forward", sql`${table.fromTime} <= ${table.toTime}`),
  ],
);
