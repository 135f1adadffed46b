import { type Client, type InStatement, createClient } from "@libsql/client/web";
import type { LibSQLDatabase } from "drizzle-orm/libsql";
import { drizzle } from "drizzle-orm/libsql/web";
import type { Connection } from "./connection.ts";
import { type KeyCheck, checkingKey } from "./key-check.ts";
import { fetchOrTransientFault, retryTransient } from "./retry.ts";
import * as schema from "./schema/schema.ts";

export type Database = LibSQLDatabase<typeof schema>;

/**
 * Opens the database for one request of the Worker. Nothing is sent yet, and nothing has to be closed.
 * Make one for each request: a client that requests share hangs under load in workerd, where a promise of one
 * request can't be awaited in another.
 *
 * A single query is one HTTP request. A batch is one HTTP request too, and one transaction that takes the write lock
 * at its beginning. Both are sent again after a transient fault, so a batch must be harmless to repeat, as commands
 * are (see `command.ts`). With the key of a caller, each of them is done only if that key is good.
 *
 * @throws ApiKeyRejected from every query and batch if it is not.
 */
export function openDatabase(connection: Connection, send: typeof fetch = fetch, key?: KeyCheck): Database {
  const client = createClient({
    url: connection.url,
    ...(connection.authToken === undefined ? {} : { authToken: connection.authToken }),
    fetch: fetchOrTransientFault(send),
  });
  return drizzle(repeatable(client, key), { schema });
}

/** The client with the two calls that Drizzle makes of it retried, and with its batches made `BEGIN IMMEDIATE`. */
function repeatable(client: Client, key: KeyCheck | undefined): Client {
  const plainBatch = client.batch.bind(client);
  const batch = key ? checkingKey(plainBatch, key) : plainBatch;
  const executeOne: (statement: InStatement) => ReturnType<Client["execute"]> = key
    ? (statement) => batch([statement], isQuery(statement) ? "read" : "write").then(([result]) => result ?? noResult())
    : client.execute.bind(client);
  return Object.assign(client, {
    batch: (statements: InStatement[]) => retryTransient(() => batch(statements, "write")),
    execute: (statement: InStatement) => retryTransient(() => executeOne(statement)),
  });
}

const isQuery = (statement: InStatement) =>
  /^\s*select\b/i.test(typeof statement === "string" ? statement : statement.sql);

function noResult(): never {
  throw new Error("The database gave no result for a statement.");
}
