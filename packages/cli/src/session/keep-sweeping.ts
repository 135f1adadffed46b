import { setTimeout as sleep } from "node:timers/promises";

type Pace = {
  /** How often the database is asked what is due next, in milliseconds. A sweep never follows another one sooner. */
  lookMs: number;
  /** How often a sweep is made at the least, in milliseconds: as often as the cron trigger of the deployed Worker. */
  sweepMs: number;
};

const PACE: Pace = { lookMs: 1_000, sweepMs: 60_000 };

export type KeepSweepingOptions = {
  /** Has the Worker sweep. Rejects if it could not. */
  sweep: () => Promise<void>;
  /** When the next work is due, of what is due later than `after`; null if there is none. Both are ISO 8601. */
  nextDueAt: (after: string) => Promise<string | null>;
  /** Tells a person, in a sentence. */
  say: (sentence: string) => void;
  /** Aborts when the session ends. */
  signal: AbortSignal;
  pace?: Pace;
};

/**
 * Does what the cron trigger does for a deployed Worker, and what nothing does on a local machine: a sweep each minute, and one
 * whenever work falls due sooner, so that nobody waits a minute for what a test made due now. What a sweep could not do
 * is left to the sweep of the next minute. Ends when `signal` aborts; never rejects.
 */
export async function keepSweeping({ sweep, nextDueAt, say, signal, pace = PACE }: KeepSweepingOptions): Promise<void> {
  const trySweep = sayingOnce("The sweep failed; it is tried again each minute", sweep, say, signal);
  const tryLook = sayingOnce("Nobody knows what is due next; the sweep runs each minute", nextDueAt, say, signal);
  let sweptAt = 0;
  while (!signal.aborted) {
    const now = Date.now();
    const isMinute = now - sweptAt >= pace.sweepMs;
    const dueAt = isMinute ? null : await tryLook(new Date(sweptAt).toISOString());
    if (isMinute || (dueAt && Date.parse(dueAt) <= now)) {
      sweptAt = now;
      await trySweep();
    }
    await sleep(pace.lookMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Calls `ask`, and says why it failed when it did not the time before. Null if it failed. */
function sayingOnce<Input extends unknown[], Answer>(
  what: string,
  ask: (...input: Input) => Promise<Answer>,
  say: (sentence: string) => void,
  signal: AbortSignal,
): (...input: Input) => Promise<Answer | null> {
  let hasFailed = false;
  return async (...input) => {
    try {
      const answer = await ask(...input);
      hasFailed = false;
      return answer;
    } catch (error) {
      if (!hasFailed && !signal.aborted) say(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      hasFailed = true;
      return null;
    }
  };
}
