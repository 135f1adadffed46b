/** The database, a local libSQL server (`http://127.0.0.1:8790`) or Turso (`libsql://…`), and its token. */
export interface Connection {
  readonly url: string;
  readonly authToken?: string | undefined;
}
