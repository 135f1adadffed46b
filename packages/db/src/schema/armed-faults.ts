import { type ArmedFaultKind, armedFaultKinds, faultDelaysMs } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { timestamp, words } from "./columns.ts";

/**
 * Faults that are armed in a till of the sandbox, each for calls of one procedure. `counted` has the ids of the calls
 * that were counted, in order, so that a call whose count is sent again counts once.
 */
export const armedFaults = sqliteTable(
  "armed_faults",
  {
    number: integer().primaryKey(),
    id: text().notNull(),
    procedure: text().notNull(),
    fault: text().$type<ArmedFaultKind>().notNull(),
    nth: integer().notNull(),
    times: integer().notNull(),
    status: integer(),
    delayMs: integer("delay_ms"),
    armedAt: timestamp("armed_at").notNull(),
    /** JSON: an array of texts. */
    counted: text().notNull().default("[]"),
  },
  (table) => [
    uniqueIndex("armed_faults_id").on(table.id),
    check("armed_faults_known", sql`${table.fault} IN (${words(armedFaultKinds)})`),
    check("armed_faults_calls", sql`${table.nth} >= 1 AND ${table.times} >= 1`),
    check("armed_faults_status", sql`(${table.status} IS NOT NULL) = (${table.fault} = 'status')`),
    check(
      "armed_faults_delay",
      sql`(${table.delayMs} IS NOT NULL) = (${table.fault} IN (${words(Object.keys(faultDelaysMs))}))`,
    ),
    check("armed_faults_counted", sql`json_type(${table.counted}) = 'array'`),
  ],
);
