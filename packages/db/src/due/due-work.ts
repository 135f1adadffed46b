import { later } from "@till/domain";
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import type { notifications, payments, refunds, webhookDeliveries } from "../schema/schema.ts";
import { type Bound, type Given, type Statement, rawStatement } from "../statements/statement.ts";

// Due work: what is to be done outside of the database, as rows that the commands write. All tables of it have the same
// columns (`dueColumns`), and one way to take rows and to finish them. See docs/decisions/0014.

type DueTable = typeof notifications | typeof payments | typeof refunds | typeof webhookDeliveries;

/** Who takes, when, and how many rows at most. */
export interface Taker {
  readonly taker: string;
  /** The time of taking, ISO 8601: the lease is counted from it. */
  readonly now: string;
  readonly atMost: number;
}

export interface Taking extends Taker {
  readonly until: string;
}

/** The values of a statement that takes rows. `leaseMs` is how long the rows belong to their taker. */
export const takingValues = ({ taker, now, atMost }: Taker, leaseMs: number): Taking => ({
  taker,
  now,
  atMost,
  until: later(now, leaseMs),
});

/**
 * Takes due rows, the longest due first. No other taker gets them while the lease lasts, and a row whose taker died is
 * due again after it. Nothing is taken twice by one taker, so a batch whose answer was lost can be sent again. `where`
 * says which rows of the alias `due` are meant, and `also` what else is set.
 */
export const takeStatement = <Values extends Taking = Taking>(
  table: DueTable,
  { where, also = sql`` }: { where?: (given: Given<Values>) => SQL; also?: SQL } = {},
) =>
  rawStatement<never, Values>(
    (given) => sql`UPDATE ${table}
      SET attempts = attempts + 1, next_attempt_at = ${given.until}, taken_by = ${given.taker} ${also}
      WHERE ${table.id} IN (SELECT due.id FROM ${table} AS due
        WHERE due.next_attempt_at <= ${given.now} ${where ? sql`AND ${where(given)}` : sql``}
          AND NOT EXISTS (SELECT 1 FROM ${table} AS mine WHERE mine.taken_by = ${given.taker})
        ORDER BY due.next_attempt_at LIMIT ${given.atMost})`,
  );

/** The rows of the alias `due` that are named. */
export const isNamed = ({ ids }: Given<{ ids: string }>): SQL => sql`due.id IN (SELECT value FROM json_each(${ids}))`;

/**
 * Whether nobody holds a lease on rows of a table, of all or of those of the alias `busy` that `lane` means. Who has to
 * wait for somebody else's server takes rows only then, so that one server gets the requests of one taker at a time.
 */
export const isFree = (table: DueTable, now: Given<Taking>["now"], lane = sql``): SQL =>
  sql`NOT EXISTS (SELECT 1 FROM ${table} AS busy WHERE busy.taken_by > '' AND busy.next_attempt_at > ${now} ${lane})`;

/** How far apart the clocks of two takers may be, in milliseconds. */
const clockDifferenceMs = 10 * 60_000;

/** The latest time that a clock of now can have planned, with waits of `longestMs` at most. */
export const latestPlan = (now: string, longestMs: number): string => later(now, longestMs + clockDifferenceMs);

/** How long the rows of a table wait at most, in milliseconds. */
export interface Waits {
  /** For how long a row belongs to who took it. */
  readonly leaseMs: number;
  /** How long a row waits for its next attempt. */
  readonly longestPauseMs: number;
}

/**
 * Ends waits that are too long to be true: a clock far ahead has taken the rows, or planned their next attempt. They are
 * due now, not when all clocks get there. `lanes` is a condition for tables whose index of due rows begins with the lane.
 */
export function endImpossibleWaits(table: DueTable, { leaseMs, longestPauseMs }: Waits, lanes = sql`TRUE`) {
  const end = rawStatement<never, { now: string; latestLease: string; latestAttempt: string }>(
    (given) => sql`UPDATE ${table} SET next_attempt_at = ${given.now}, taken_by = NULL
      WHERE (taken_by > '' AND next_attempt_at > ${given.latestLease})
        OR (${lanes} AND next_attempt_at > ${given.latestAttempt})`,
  );
  return (now: string) =>
    end({ now, latestLease: latestPlan(now, leaseMs), latestAttempt: latestPlan(now, longestPauseMs) });
}

/**
 * Makes the function that takes rows of a table and reads them: `taking` are the statements that take them. First it ends
 * waits that are too long to be true. One HTTP request; sent again by the same taker, it answers the same rows.
 */
export function takeFrom<Row>(table: DueTable, waits: Waits, select: Statement<{ taker: string }, Row[]>) {
  const endWaits = endImpossibleWaits(table, waits);
  return async (db: Database, taker: Taker, taking: (values: Taking) => readonly Bound<unknown>[]): Promise<Row[]> => {
    const values = takingValues(taker, waits.leaseMs);
    const results = await db.batch([endWaits(taker.now), ...taking(values), select(values)]);
    return results.at(-1) as Row[];
  };
}

/** The outcome of a row: its error, and the time of the next attempt, if there is one. */
export interface Finished<Id> {
  readonly id: Id;
  readonly error: string | null;
  readonly nextAttemptAt: string | null;
}

/** How a piece of rows ended: what became of those that were begun, the ids of the others, and when. */
export interface PieceEnd<Of extends Finished<unknown>> {
  readonly finished: readonly Of[];
  readonly givenBack: readonly Of["id"][];
  readonly now: string;
}

export interface Finishing {
  readonly taker: string;
  readonly now: string;
  /** JSON: an array of `Finished`, with what `also` reads besides. */
  readonly finished: string;
}

/** A field of what became of a row. */
export const finishedField = (name: string): SQL => sql`done.value ->> ${sql.raw(`'${name}'`)}`;

/**
 * Records what became of rows. Only who has taken a row says what became of it: whose lease has run out may be too late.
 * Harmless to repeat. `also` is what else is set.
 */
export const finishStatement = <Values extends Finishing = Finishing>(
  table: DueTable,
  also: (given: Given<Values>) => SQL = () => sql``,
) =>
  rawStatement<never, Values>(
    (given) => sql`UPDATE ${table} SET next_attempt_at = ${finishedField("nextAttemptAt")},
        last_error = ${finishedField("error")}, taken_by = NULL ${also(given)}
      FROM json_each(${given.finished}) AS done
      WHERE ${table.id} = ${finishedField("id")} AND taken_by = ${given.taker}`,
  );

/** Gives rows back that their taker has not begun: they are due as before, and no attempt is counted. */
export const giveBackStatement = (table: DueTable) =>
  rawStatement<never, { taker: string; now: string; ids: string }>(
    (given) => sql`UPDATE ${table} SET attempts = attempts - 1, next_attempt_at = ${given.now}, taken_by = NULL
      WHERE ${table.id} IN (SELECT value FROM json_each(${given.ids})) AND taken_by = ${given.taker}`,
  );

/**
 * Makes the function that ends a piece of work on a table: it records the rows that were attempted, and gives back those
 * that were not begun. `also` is what else is set of an attempted row. One HTTP request, harmless to repeat.
 */
export function endOfPiece<Of extends Finished<unknown>>(table: DueTable, also: (given: Given<Finishing>) => SQL) {
  const finish = finishStatement(table, also);
  const giveBack = giveBackStatement(table);
  return async (db: Database, taker: string, { finished, givenBack, now }: PieceEnd<Of>): Promise<void> => {
    await db.batch([
      finish({ taker, now, finished: JSON.stringify(finished) }),
      giveBack({ taker, now, ids: JSON.stringify(givenBack) }),
    ]);
  };
}
