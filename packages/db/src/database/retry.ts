import pRetry from "p-retry";
import { DatabaseBlocked, DatabaseError, NoSuchDatabase, TransientFault } from "./faults.ts";

/** The time limit of one database call, including all its attempts, in milliseconds. */
export const databaseDeadlineMs = 10_000;

/**
 * A `fetch` that returns the whole body and throws TransientFault for transient faults: no connection, a connection cut
 * before the answer was complete, no answer in time, and statuses 429 and 5xx.
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
    if (response.status === 404) throw new NoSuchDatabase(`The database answered with HTTP status 404: ${body}`);
    if (!response.ok)
      throw new DatabaseError({ message: `HTTP status ${response.status}: ${body}`, code: "HTTP_ERROR" }, null);
    return body;
  };

/**
 * Runs `attempt`, and repeats it after a transient fault: at most three times, with growing random delays, and never
 * past the deadline, which each attempt gets as `signal`. A repeat must be harmless: the fault may come after the commit.
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

/** The server answers BUSY to a `BEGIN`, before anything runs. It ends a transaction that holds the lock too long. */
const busyCodes = new Set(["SQLITE_BUSY", "TRANSACTION_TIMEOUT"]);

function rethrow(error: unknown): never {
  if (error instanceof DatabaseError && busyCodes.has(error.code))
    throw new TransientFault("The database was busy.", { cause: error });
  if (error instanceof DatabaseError && isBlocked(error)) throw new DatabaseBlocked(error);
  throw error;
}

/** libSQL says so for each statement; what stands before it may answer the whole request. */
const isBlocked = ({ code, message }: DatabaseError) =>
  code === "BLOCKED" || (code === "HTTP_ERROR" && /\bBLOCKED\b/.test(message));
