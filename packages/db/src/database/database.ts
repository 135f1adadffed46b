import { late } from "@till/domain";
import type { Bound } from "../statements/statement.ts";
import type { Connection } from "./connection.ts";
import type { KeyCheck } from "./key-check.ts";
import { type Mode, type Way, sendBatch, sendOne } from "./pipeline.ts";
import { retryTransient, sendOrTransientFault } from "./retry.ts";

/** The rows of each statement in a list. */
type RowsOf<Statements extends readonly Bound<unknown>[]> = {
  readonly [Index in keyof Statements]: Statements[Index] extends Bound<infer Rows> ? Rows : never;
};

/**
 * The database, opened for one request of the Worker. Each call is one HTTP request. It is sent again after a transient
 * fault, so a repeat must be harmless, as it is for commands (see `commands/gate.ts`).
 *
 * @throws KeyRejected from every call if it was opened with an invalid API key or guest link. Nothing is done then.
 * @throws TransientFault if the database could not be reached in time.
 * @throws DatabaseError if the database refuses a statement. Nothing is done then.
 */
export interface Database {
  /** Runs one statement and returns its rows. */
  run<Rows>(statement: Bound<Rows>): Promise<Rows>;
  /**
   * Runs statements as one transaction, which takes the write lock when it begins. `empty` is for statements that delete
   * all rows of tables, and all rows that refer to them: foreign keys are not checked.
   */
  batch<const Statements extends readonly Bound<unknown>[]>(
    statements: Statements,
    mode?: "write" | "empty",
  ): Promise<RowsOf<Statements>>;
}

const lateCheck = late(() => import("./send-checked.ts"));

/**
 * Opens the database for one request of the Worker. Nothing is sent yet, and nothing has to be closed. With a caller's
 * API key or guest link, each call is done only if it is valid.
 */
export function openDatabase(connection: Connection, send: typeof fetch = fetch, key?: KeyCheck): Database {
  const wayOf = (signal: AbortSignal): Way => ({ connection, send: sendOrTransientFault(send, signal) });
  const transact = (statements: readonly Bound<unknown>[], mode: Mode) =>
    retryTransient(async (signal) => {
      if (!key) return sendBatch(wayOf(signal), statements, { mode });
      const { sendChecked } = await lateCheck();
      return sendChecked(wayOf(signal), key, statements, mode);
    });
  return {
    async run(statement) {
      if (!key) return statement.toRows(await retryTransient((signal) => sendOne(wayOf(signal), statement)));
      const [result] = await transact([statement], isQuery(statement) ? "read" : "write");
      return statement.toRows(result ?? noResult());
    },
    async batch<const Statements extends readonly Bound<unknown>[]>(
      statements: Statements,
      mode: "write" | "empty" = "write",
    ) {
      const results = await transact(statements, mode);
      return statements.map(({ toRows }, index) => toRows(results[index] ?? noResult())) as RowsOf<Statements>;
    },
  };
}

const isQuery = ({ sql }: Bound<unknown>) => /^\s*select\b/i.test(sql);

function noResult(): never {
  throw new Error("The database gave no result for a statement.");
}
