import pRetry from "p-retry";
import { DatabaseError, TransientFault } from "./faults.ts";

/** How long one call of the database may take, all its attempts together, in milliseconds. */
export const databaseDeadlineMs = 10_000;

/**
 * A `fetch` that answers the whole body, and tells transient faults apart: no connection, one cut before the whole
 * answer was here, no answer in time, and the answers 429 and 5xx.
 */
export const sendOrTransientFault =
  (send: typeof fetch, signal: AbortSignal) =>
  async (url: string, init: RequestInit): Promise<string> => {
    let response: Response;
    let body: string;
    try {
      response = await send(url, { ...init, signal });
      body = await response.text();
    } catch (cause) {
      throw new TransientFault("No answer from the database.", { cause });
    }
    if (response.status === 429 || response.status >= 500)
      throw new TransientFault(`The database answered with HTTP status ${response.status}.`);
    if (!response.ok)
      throw new DatabaseError({ message: `HTTP status ${response.status}: ${body}`, code: "HTTP_ERROR" }, null);
    return body;
  };

/**
 * Does what touches the database, again after a transient fault: three times more at most, with growing random delays,
 * and never past the deadline, which `signal` tells each attempt. A repeat must be harmless: the fault may have struck
 * after the commit.
 *
 * @throws TransientFault when the last attempt had one too.
 */
export async function retryTransient<Answer>(attempt: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
  const signal = AbortSignal.timeout(databaseDeadlineMs);
  return pRetry(() => attempt(signal).catch(rethrow), {
    retries: 3,
    minTimeout: 50,
    factor: 3,
    randomize: true,
    shouldRetry: ({ error }) => error instanceof TransientFault && !signal.aborted,
  });
}

/** The server answers BUSY to a `BEGIN`, when nothing has run, or takes the lock away from who has held it too long. */
const busyCodes = new Set(["SQLITE_BUSY", "TRANSACTION_TIMEOUT"]);

function rethrow(error: unknown): never {
  if (error instanceof DatabaseError && busyCodes.has(error.code))
    throw new TransientFault("The database was busy.", { cause: error });
  throw error;
}
