import { sql } from "drizzle-orm";
import { integer, text } from "drizzle-orm/sqlite-core";

/** A point in time: ISO 8601 text in UTC with milliseconds, so that text order is time order. */
export const timestamp = (name: string) => text(name);

/** A list of words for the inside of an SQL `IN (…)`. For constants only, because a schema takes no parameters. */
export const words = (list: readonly string[]) => sql.raw(list.map((word) => `'${word}'`).join(", "));

/** A whole number for a constraint. */
export const constant = (value: number) => sql.raw(String(value));

/**
 * The columns of every table of due work (see `due/due-work.ts`). A row is due from `nextAttemptAt` on. A taker writes
 * its name and moves that time ahead. No other taker gets the row while the lease lasts.
 */
export const dueColumns = () => ({
  /** How many attempts there were, the one that is being made included. */
  attempts: integer().notNull().default(0),
  nextAttemptAt: timestamp("next_attempt_at"),
  /** Who has taken it, until they are done. */
  takenBy: text("taken_by"),
  /** What went wrong in the last attempt. */
  lastError: text("last_error"),
});
