import { type Clock, realClock } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { tillClock } from "../schema/schema.ts";
import { rawStatement } from "../statements/statement.ts";

/** The row of `till_clock`. */
export interface ClockRow {
  readonly mode: "frozen" | "shifted";
  readonly ms: number;
}

export const selectClock = rawStatement<ClockRow>(() => sql`SELECT mode, ms FROM ${tillClock}`);

const setClockRow = rawStatement<never, ClockRow>(
  ({ mode, ms }) => sql`INSERT INTO ${tillClock} (id, mode, ms) VALUES (1, ${mode}, ${ms})
    ON CONFLICT (id) DO UPDATE SET mode = excluded.mode, ms = excluded.ms`,
);

const removeClockRow = rawStatement<never>(() => sql`DELETE FROM ${tillClock}`);

/** Reads the clock from the rows of `selectClock`. */
export function toClock([row]: readonly ClockRow[]): Clock {
  if (row === undefined) return realClock;
  return row.mode === "frozen" ? { mode: "frozen", at: row.ms } : { mode: "shifted", aheadMs: row.ms };
}

/** The clock of a till. One HTTP request. */
export const readClock = async (db: Database): Promise<Clock> => toClock(await db.run(selectClock({})));

/** Sets the clock of a till. One HTTP request, harmless to repeat. */
export async function setClock(db: Database, clock: Clock): Promise<void> {
  if (clock.mode === "real") await db.run(removeClockRow({}));
  else await db.run(setClockRow({ mode: clock.mode, ms: clock.mode === "frozen" ? clock.at : clock.aheadMs }));
}
