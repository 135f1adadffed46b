import { type Channel, channels } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { words } from "./columns.ts";

/** Simulated failures in the sandbox: how many of a channel's next sends fail, and which share of the others. */
export const channelFaults = sqliteTable(
  "channel_faults",
  {
    channel: text().$type<Channel>().primaryKey(),
    failNext: integer("fail_next").notNull(),
    failPercent: integer("fail_percent").notNull(),
    /** Who took failures last, so that a batch that is sent again counts them once. */
    takenBy: text("taken_by"),
  },
  (table) => [
    check("channel_faults_channel_known", sql`${table.channel} IN (${words(channels)})`),
    check("channel_faults_fail_next", sql`${table.failNext} >= 0`),
    check("channel_faults_fail_percent", sql`${table.failPercent} BETWEEN 0 AND 100`),
  ],
);
