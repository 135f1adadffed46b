import type { ArmedFaultKind } from "@till/contracts";
import type { Clock } from "@till/domain";
import { sql } from "drizzle-orm";
import { type ClockRow, toClock } from "../clock/clock.ts";
import type { Database } from "../database/database.ts";
import { armedFaults, tillClock } from "../schema/schema.ts";
import { rawStatement } from "../statements/statement.ts";

/** One call of a procedure. Its id is its own, and begins with that of its request and `/`. */
export interface Call {
  readonly id: string;
  readonly procedure: string;
}

/** A fault that acts on a request. */
export interface ActingFault {
  readonly id: string;
  readonly fault: ArmedFaultKind;
  readonly status: number | null;
  readonly delayMs: number | null;
}

/** What is read of a till before a request: how its clock goes, and the faults that act on the request. */
export interface TillState {
  readonly clock: Clock;
  readonly faults: readonly ActingFault[];
}

/** Whether a fault has not done all that it is armed for. */
const isOpen = sql`json_array_length(${armedFaults.counted}) < ${armedFaults.nth} + ${armedFaults.times} - 1`;

type StateRow = (ClockRow | { readonly mode: null; readonly ms: null }) & { readonly isArmed: 0 | 1 };

const selectState = rawStatement<StateRow, { calls: string }>(
  ({ calls }) => sql`SELECT mode, ms, EXISTS (SELECT 1 FROM ${armedFaults} WHERE ${isOpen}
      AND procedure IN (SELECT value ->> 'procedure' FROM json_each(${calls}))) AS isArmed
    FROM (SELECT 1) LEFT JOIN ${tillClock}`,
);

/**
 * Adds each call to the faults of its procedure. A call that is there already is not added again. Without a limit, SQLite
 * may drop the order of a subquery; the local server's parser has no order inside of an aggregate.
 */
const count = rawStatement<never, { calls: string }>(
  ({ calls }) => sql`UPDATE ${armedFaults} SET counted = (
      SELECT json_group_array(call_id) FROM (
        SELECT seen.value AS call_id, 0 AS part, seen.key AS place FROM json_each(${armedFaults.counted}) AS seen
        UNION ALL SELECT call.value ->> 'id', 1, call.key FROM json_each(${calls}) AS call
          WHERE call.value ->> 'procedure' = ${armedFaults.procedure} AND NOT EXISTS (
            SELECT 1 FROM json_each(${armedFaults.counted}) AS seen WHERE seen.value = call.value ->> 'id')
        ORDER BY part, place LIMIT -1))
    WHERE ${isOpen} AND procedure IN (SELECT value ->> 'procedure' FROM json_each(${calls}))`,
);

const selectActing = rawStatement<ActingFault, { calls: string }>(
  ({ calls }) => sql`SELECT id, fault, status, delay_ms AS delayMs FROM ${armedFaults}
    WHERE EXISTS (SELECT 1 FROM json_each(${armedFaults.counted}) AS seen
      JOIN json_each(${calls}) AS call ON call.value ->> 'id' = seen.value
      WHERE seen.key >= nth - 1 AND seen.key < nth - 1 + times)
    ORDER BY number`,
);

/**
 * Reads how the clock of a till goes, counts the calls of a request, and answers the faults that act on it, in the order
 * in which they were armed. One HTTP request, which only reads; a second one counts if a fault waits for such a call.
 * Harmless to repeat: a call counts once.
 */
export async function readTillState(db: Database, calls: readonly Call[]): Promise<TillState> {
  const values = { calls: JSON.stringify(calls) };
  const [state] = await db.run(selectState(values));
  const clock = toClock(state === undefined || state.mode === null ? [] : [state]);
  if (state?.isArmed !== 1) return { clock, faults: [] };
  const [, faults] = await db.batch([count(values), selectActing(values)]);
  return { clock, faults };
}
