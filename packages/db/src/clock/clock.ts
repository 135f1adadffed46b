import { type Clock, realClock } from "@till/domain";
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { tillClock } from "../schema/schema.ts";
import { rawStatement } from "../statements/statement.ts";

/** The row of `till_clock`. */
export interface ClockRow {
  readonly mode: "frozen" | "shifted";
  readonly ms: number;
}

export const selectClock = rawStatement<ClockRow>(() => sql`SELECT mode, ms FROM ${tillClock}`);

/** What time it is by a clock, in milliseconds, at a real time. */
const timeOf = (row: SQL, realMs: SQL) => sql`(${row}.ms + iif(${row}.mode = 'shifted', ${realMs}, 0))`;

// No clock goes back, also not where two calls move it at the same time: the later time stays.
const setClockRow = rawStatement<never, ClockRow & { realMs: number }>(
  ({ mode, ms, realMs }) => sql`INSERT INTO ${tillClock} (id, mode, ms) VALUES (1, ${mode}, ${ms})
    ON CONFLICT (id) DO UPDATE SET mode = excluded.mode, ms = excluded.ms
      WHERE ${timeOf(sql`excluded`, sql`${realMs}`)} >= ${timeOf(sql`till_clock`, sql`${realMs}`)}`,
);

const removeClockRow = rawStatement<never, { realMs: number }>(
  ({ realMs }) => sql`DELETE FROM ${tillClock} WHERE ${timeOf(sql`till_clock`, sql`${realMs}`)} <= ${realMs}`,
);

/** Reads the clock from the rows of `selectClock`. */
export function toClock([row]: readonly ClockRow[]): Clock {
  if (row === undefined) return realClock;
  return row.mode === "frozen" ? { mode: "frozen", at: row.ms } : { mode: "shifted", aheadMs: row.ms };
}

/** The clock of a till. One HTTP request. */
export const readClock = async (db: Database): Promise<Clock> => toClock(await db.run(selectClock({})));

/**
 * Sets the clock of a till, unless it would go back, and answers how it goes then. One HTTP request, harmless to repeat.
 */
export async function setClock(db: Database, clock: Clock, realTime: Date): Promise<Clock> {
  const realMs = realTime.getTime();
  const set =
    clock.mode === "real"
      ? removeClockRow({ realMs })
      : setClockRow({ mode: clock.mode, ms: clock.mode === "frozen" ? clock.at : clock.aheadMs, realMs });
  const [, rows] = await db.batch([set, selectClock({})]);
  return toClock(rows);
}
