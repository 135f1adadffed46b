import { type HeldAnswer, NoSuchDatabase, isHeld, noteHoldEnded } from "@till/db";
import { isCausedBy } from "../refusals/is-caused-by.ts";
import { sleep } from "../sleep.ts";
import type { Work } from "../work/work.ts";

/** The pause before the next look at a held answer, in milliseconds. It grows, so that a long wait is cheap. */
const firstPauseMs = 30;
const pauseShare = 0.1;

/** The calls of the request whose answer is held, all of them, by their ids. */
interface Holding {
  readonly faultId: string;
  readonly callIds: readonly string[];
  /** Ends when the caller goes away. */
  readonly signal: AbortSignal;
}

/**
 * Waits until the answer of a request may go out: it is released, its time is over, its fault is cleared, its caller has
 * gone away, or its till is deleted. Only the database knows, because another isolate of the Worker may release it.
 */
export async function holdAnswer(work: Work, { faultId, callIds, signal }: Holding): Promise<void> {
  const answer: HeldAnswer = { faultId, callId: callIds[0] ?? "" };
  const startedAt = work.realTime().getTime();
  try {
    while (!signal.aborted && (await isHeld(work.db, answer, work.realTime().toISOString())))
      await sleep(Math.max(firstPauseMs, (work.realTime().getTime() - startedAt) * pauseShare));
    await noteHoldEnded(work.db, { faultId, callIds, wentAt: signal.aborted ? null : work.clock().toISOString() });
  } catch (error) {
    // The call is done, and nobody is left to release its answer.
    if (!isCausedBy(error, NoSuchDatabase)) throw error;
  }
}
