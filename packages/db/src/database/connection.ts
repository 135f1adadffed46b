/** The database, a local libSQL server (`http://127.0.0.1:8790`) or Turso (`libsql://…`), and its token. */
export interface Connection {
  readonly url: string;
  readonly authToken?: string | undefined;
}

/** The database of a till: its id replaces `{till}` in the address. An address without `{till}` has one database. */
export const inTill = ({ url, authToken }: Connection, till: string): Connection => ({
  url: url.replaceAll("{till}", () => till),
  authToken,
});
