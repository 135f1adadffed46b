import { later } from "./later.ts";

const minute = 60_000;
const hour = 60 * minute;

/** The pauses between the attempts to send a message, in milliseconds. After the last one it is given up. */
export const messageRetryDelaysMs = [10_000, minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 12 * hour] as const;

/** The longest of them. */
export const longestMessagePauseMs = Math.max(...messageRetryDelaysMs);

/** When a message that failed for the nth time is tried again, or null if it is given up. */
export function nextMessageAttemptAt(failures: number, now: string): string | null {
  const delay = messageRetryDelaysMs[failures - 1];
  return delay === undefined ? null : later(now, delay);
}
