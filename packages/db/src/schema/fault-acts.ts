import { type ArmedFaultKind, armedFaultKinds } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { timestamp, words } from "./columns.ts";

/**
 * What armed faults did in a till of the sandbox: a row for each call that a fault acted on. It keeps its own copy of the
 * fault, which may be cleared. A row of a held answer also says whether it still waits.
 */
export const faultActs = sqliteTable(
  "fault_acts",
  {
    number: integer().primaryKey(),
    faultId: text("fault_id").notNull(),
    /** The id of the request, `/`, and the place of the call in it. */
    callId: text("call_id").notNull(),
    fault: text().$type<ArmedFaultKind>().notNull(),
    procedure: text().notNull(),
    /** The order that the call is about, as far as the call tells. There may be no such order. */
    orderId: integer("order_id"),
    status: integer(),
    delayMs: integer("delay_ms"),
    at: timestamp("at").notNull(),
    /** The last event that there was then, because many things have the same time where the clock is frozen. */
    afterEvent: integer("after_event").notNull(),
    /** Until when the answer waits at the latest, by the real time; null if none waits. */
    heldUntil: timestamp("held_until"),
    /** Whether the answer is to go out now. */
    isReleased: integer("is_released", { mode: "boolean" }).notNull().default(false),
    /** When the held answer went out. */
    wentAt: timestamp("went_at"),
  },
  (table) => [
    uniqueIndex("fault_acts_call").on(table.faultId, table.callId),
    index("fault_acts_order").on(table.orderId),
    check("fault_acts_known", sql`${table.fault} IN (${words(armedFaultKinds)})`),
    check(
      "fault_acts_held",
      sql`${table.fault} = 'hold' OR (${table.heldUntil} IS NULL AND ${table.wentAt} IS NULL AND NOT ${table.isReleased})`,
    ),
  ],
);
