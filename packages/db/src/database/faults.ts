/** A fault that may pass: the connection was lost, or the server was too busy to begin. */
export class TransientFault extends Error {
  override readonly name = "TransientFault";
}

/** There is no such database: it was never made, or it is deleted. */
export class NoSuchDatabase extends Error {
  override readonly name = "NoSuchDatabase";
}

/**
 * The database's provider refuses to read or write (code `BLOCKED`): a quota of the plan is used up, or a payment is due.
 * It does not pass by itself.
 */
export class DatabaseBlocked extends Error {
  override readonly name = "DatabaseBlocked";

  constructor(cause: Error) {
    super(
      `The database is BLOCKED by its provider (${cause.message}). Look at its usage page: a quota of the plan is used up or a payment is due. Raise the plan, or allow overages.`,
      { cause },
    );
  }
}

/** The server's error for a statement, a transaction or a request that it refuses. */
export interface Refused {
  readonly message: string;
  readonly code?: string | null;
}

/** The database refused a statement or the transaction. `code` comes from SQLite or the server. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly code: string;
  /** The index of the refused statement in its batch; null if the fault is not about one statement. */
  readonly statementIndex: number | null;

  constructor({ message, code }: Refused, statementIndex: number | null) {
    super(message);
    this.code = code ?? "UNKNOWN";
    this.statementIndex = statementIndex;
  }
}
