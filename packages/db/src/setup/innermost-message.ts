/**
 * The cause of an error, in one sentence. Drizzle wraps an error in one that shows the whole statement; the cause is at
 * the end of the chain.
 */
export function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : innermostMessage(error.cause);
}
