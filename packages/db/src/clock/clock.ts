import { limits } from "@till/contracts";
import { type Clock, realClock, timeBy } from "@till/domain";
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { constant } from "../schema/columns.ts";
import { clockMoves, orderEvents, tillClock } from "../schema/schema.ts";
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

/** A call that moves the clock: its id, what time it was in the till before, and the real time. */
export interface ClockMove {
  readonly id: string;
  readonly from: string;
  readonly realTime: Date;
}

interface NewMove extends Omit<ClockMove, "realTime"> {
  readonly mode: Clock["mode"];
  readonly to: string;
  readonly ms: number;
}

// Only if the clock goes as this call has set it. A call that goes on moving it is the same move.
const recordMove = rawStatement<never, NewMove>(
  ({ id, mode, from, to, ms }) => sql`INSERT INTO ${clockMoves} (id, mode, from_time, to_time, after_event)
    SELECT ${id}, ${mode}, ${from}, ${to}, (SELECT coalesce(max(id), 0) FROM ${orderEvents})
    WHERE ${mode} = coalesce((SELECT mode FROM ${tillClock} WHERE ms = ${ms}),
      (SELECT 'real' WHERE NOT EXISTS (SELECT 1 FROM ${tillClock})))
    ON CONFLICT (id) DO UPDATE SET mode = excluded.mode, to_time = excluded.to_time`,
);

const forgetOldest = rawStatement<never>(
  () => sql`DELETE FROM ${clockMoves}
    WHERE number <= (SELECT max(number) FROM ${clockMoves}) - ${constant(limits.sandboxMemory)}`,
);

/** Reads the clock from the rows of `selectClock`. */
export function toClock([row]: readonly ClockRow[]): Clock {
  if (row === undefined) return realClock;
  return row.mode === "frozen" ? { mode: "frozen", at: row.ms } : { mode: "shifted", aheadMs: row.ms };
}

/** The clock of a till. One HTTP request. */
export const readClock = async (db: Database): Promise<Clock> => toClock(await db.run(selectClock({})));

/** The number that a clock goes by; 0 for the real time, which has no row. */
function msOf(clock: Clock): number {
  if (clock.mode === "real") return 0;
  return clock.mode === "frozen" ? clock.at : clock.aheadMs;
}

/**
 * Sets the clock of a till, unless it would go back, and answers how it goes then. The till remembers the latest moves.
 * One HTTP request, harmless to repeat.
 */
export async function setClock(db: Database, clock: Clock, { realTime, ...move }: ClockMove): Promise<Clock> {
  const realMs = realTime.getTime();
  const { mode } = clock;
  const ms = msOf(clock);
  const set = mode === "real" ? removeClockRow({ realMs }) : setClockRow({ mode, ms, realMs });
  const record = recordMove({ ...move, mode, ms, to: timeBy(clock, realTime).toISOString() });
  const [, , , rows] = await db.batch([set, record, forgetOldest({}), selectClock({})]);
  return toClock(rows);
}
