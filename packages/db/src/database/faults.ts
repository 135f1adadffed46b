/** A fault that may be gone a moment later: the connection was lost, or the server was too busy to begin. */
export class TransientFault extends Error {
  override readonly name = "TransientFault";
}

/** What the server says of a statement, a transaction or a request that it refuses. */
export interface Refused {
  readonly message: string;
  readonly code?: string | null;
}

/** The database refused a statement, or the transaction. `code` is SQLite's or the server's. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
  readonly code: string;
  /** Which statement of a batch it was; null if none in particular. */
  readonly statementIndex: number | null;

  constructor({ message, code }: Refused, statementIndex: number | null) {
    super(message);
    this.code = code ?? "UNKNOWN";
    this.statementIndex = statementIndex;
  }
}
