import { setTimeout as sleep } from "node:timers/promises";
import type { LibsqlServer } from "@till/libsql-local";

/** What a watched database can do: the part of a `LibsqlServer` that the watch needs. */
export type WatchedDatabase = Pick<LibsqlServer, "url" | "authToken" | "exited" | "restart">;

export type Pace = {
  /** Between two questions, in milliseconds. */
  everyMs: number;
  /** How long the database may take to answer one. */
  answerMs: number;
  /** How many unanswered in a row mean that it hangs. */
  misses: number;
  /** How often it may be restarted within `restartWindowMs`; once more, and there is no sense in it. */
  restarts: number;
  restartWindowMs: number;
};

/**
 * A database that works on one statement of half a minute is left alone, as is one that a foreign stream holds
 * (for 5 s, see the router of `@till/libsql-local`): each question is answered as soon as it is its turn.
 */
const PACE: Pace = { everyMs: 3_000, answerMs: 7_000, misses: 4, restarts: 3, restartWindowMs: 120_000 };

export type KeepDatabaseOptions = {
  database: WatchedDatabase;
  /** Tells a person, in a sentence. */
  say: (sentence: string) => void;
  /** Aborts when the session ends. */
  signal: AbortSignal;
  pace?: Pace;
};

/**
 * Watches the local database and restarts it, with its data, when its server has ended or no longer answers; says
 * both that, and when it is back. Returns why it has given up, or undefined when `signal` aborts. Never rejects.
 */
export async function keepDatabase({
  database,
  say,
  signal,
  pace = PACE,
}: KeepDatabaseOptions): Promise<string | undefined> {
  const restartedAt: number[] = [];
  for (;;) {
    const trouble = await untilTrouble(database, pace, signal);
    if (trouble === undefined) return undefined;
    if (restartedAt.filter((at) => performance.now() - at < pace.restartWindowMs).length >= pace.restarts) {
      return `${trouble} It was restarted ${pace.restarts} times within ${pace.restartWindowMs / 1_000} seconds.`;
    }
    say(`${trouble} Restarting it with its data …`);
    restartedAt.push(performance.now());
    try {
      await database.restart();
    } catch (error) {
      if (signal.aborted) return undefined;
      return `${trouble} It does not start again: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (!signal.aborted) say("The database is back, with its data.");
  }
}

/** Waits until something is wrong, and says what. Undefined when `signal` aborts. */
async function untilTrouble(database: WatchedDatabase, pace: Pace, signal: AbortSignal): Promise<string | undefined> {
  const watching = new AbortController();
  const stop = AbortSignal.any([signal, watching.signal]);
  const ended = database.exited.then(
    ({ code, signal: by, output }) =>
      `The database server has ended by itself (${by ?? `exit code ${code}`}).${output && ` The last that it printed:\n${output}\n`}`,
  );
  const trouble = await Promise.race([ended, untilSilent(database, pace, stop)]);
  watching.abort();
  return signal.aborted ? undefined : trouble;
}

/** Asks again and again, until too many questions in a row were not answered. */
async function untilSilent(database: WatchedDatabase, pace: Pace, signal: AbortSignal): Promise<string | undefined> {
  let missed = 0;
  while (missed < pace.misses) {
    try {
      await sleep(pace.everyMs, undefined, { signal });
    } catch {
      return undefined;
    }
    missed = (await answers(database, AbortSignal.any([signal, AbortSignal.timeout(pace.answerMs)]))) ? 0 : missed + 1;
  }
  return `The database does not answer any more: ${missed} questions in a row, each for ${pace.answerMs / 1_000} seconds.`;
}

/** Whether the database runs a statement. A server that hangs may still answer `/health`. */
async function answers({ url, authToken }: WatchedDatabase, signal: AbortSignal): Promise<boolean> {
  const requests = [{ type: "execute", stmt: { sql: "SELECT 1" } }, { type: "close" }];
  try {
    const response = await fetch(`${url}/v2/pipeline`, {
      method: "POST",
      headers: { authorization: `Bearer ${authToken}` },
      body: JSON.stringify({ requests }),
      signal,
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
