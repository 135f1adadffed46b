import { later } from "./later.ts";

const minute = 60_000;
const hour = 60 * minute;

/** The pauses between the attempts to send a message, in milliseconds. After the last one it is given up. */
export const messageRetryDelaysMs = [10_000, minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 12 * hour] as const;

/** The longest of them. */
export const longestMessagePauseMs = Math.max(...messageRetryDelaysMs);

/**
 * When a message that failed for the nth time is tried again, or null if it is given up. A provider that says when to come
 * back is not asked before, but after the longest pause at the latest.
 */
export function nextMessageAttemptAt(failures: number, now: string, askedFor: string | null = null): string | null {
  const delayMs = messageRetryDelaysMs[failures - 1];
  if (delayMs === undefined) return null;
  const askedForMs = askedFor === null ? 0 : Date.parse(askedFor) - Date.parse(now);
  return later(now, Math.max(delayMs, Math.min(askedForMs, longestMessagePauseMs)));
}
