import { LibsqlError } from "@libsql/client/web";
import pRetry from "p-retry";

/** A fault that may be gone a moment later: the connection was lost, or the server was too busy to begin. */
export class TransientFault extends Error {
  override readonly name = "TransientFault";
}

/** How long one request to the database may take, in milliseconds. */
export const requestTimeoutMs = 10_000;

/**
 * A `fetch` for the database client that tells transient faults apart: no connection, one cut before the whole
 * answer was here, no answer in time, and the answers 429 and 5xx.
 */
export const fetchOrTransientFault =
  (send: typeof fetch) =>
  async (request: Request): Promise<Response> => {
    let response: Response;
    let body: ArrayBuffer;
    try {
      response = await send(request, { signal: AbortSignal.timeout(requestTimeoutMs) });
      body = await response.arrayBuffer();
    } catch (cause) {
      throw new TransientFault("No answer from the database.", { cause });
    }
    if (response.status === 429 || response.status >= 500)
      throw new TransientFault(`The database answered with HTTP status ${response.status}.`);
    return new Response(body, { status: response.status, headers: response.headers });
  };

/**
 * Does what touches the database, again after a transient fault: three times more, with growing random delays.
 * Whoever calls it must be sure that a repeat is harmless: the fault may have struck after the commit.
 *
 * @throws TransientFault when the last attempt had one too.
 */
export const retryTransient = <Value>(attempt: () => Promise<Value>): Promise<Value> =>
  pRetry(() => attempt().catch(rethrow), {
    retries: 3,
    minTimeout: 50,
    factor: 3,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof TransientFault,
  });

/** The server answers BUSY to a `BEGIN`, when nothing has run, or takes the lock away from who has held it too long. */
const busyCodes = new Set(["SQLITE_BUSY", "TRANSACTION_TIMEOUT"]);

function rethrow(error: unknown): never {
  if (error instanceof LibsqlError && busyCodes.has(error.code))
    throw new TransientFault("The database was busy.", { cause: error });
  throw error;
}
