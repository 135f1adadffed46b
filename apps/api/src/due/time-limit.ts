/** A task took longer than its limit. */
export class TookTooLong extends Error {
  override readonly name = "TookTooLong";
}

/** The result of a task. @throws TookTooLong if it has none in time; a later result is ignored. */
export async function inTime<Value>(limitMs: number, task: () => Promise<Value>): Promise<Value> {
  const ended = new AbortController();
  const limit = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => reject(new TookTooLong(`No answer within ${limitMs / 1000} seconds.`)), limitMs);
    ended.signal.addEventListener("abort", () => clearTimeout(timer));
  });
  try {
    return await Promise.race([task(), limit]);
  } finally {
    ended.abort();
  }
}

/** An error in one sentence, as a row of due work stores it. */
export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
